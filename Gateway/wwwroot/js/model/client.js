import { forgetDevice } from '../net/accounts.js';
import { Api, path } from '../net/api.js';
import { Connection } from '../net/connection.js';
import { groupIdOf } from '../base/ids.js';
import { pause } from '../base/timing.js';
import { Acknowledgements } from './acknowledgements.js';
import { followChanges } from './changes.js';
import { Feed } from './feed.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { Presence } from './presence.js';
import { Reads } from './reads.js';
import { Store } from './store.js';
import { Summaries } from './summaries.js';
import { Sync } from './sync.js';
import { Typing } from './typing.js';

/** Everything behind the views, for one signed-in user. */
export class Client {
  /** What was begun in a conversation and not sent, by its id. */
  drafts = new Map();

  constructor(session) {
    this.session = session;
    this.me = session.current.userId;
    this.api = new Api(session);
    this.connection = new Connection(session, () => this.api.get('users/me'));
    this.store = new Store(this.me);
    this.people = new People(this.api, this.me);
    this.reads = new Reads(this.me);
    this.presence = new Presence(this.connection);
    this.acknowledgements = new Acknowledgements(this.connection);
    this.feed = new Feed(this.connection, this.store, this.acknowledgements, this.reads);
    this.summaries = new Summaries(this.api, this.store);
    this.sync = new Sync(this.connection, this.store, this.feed, this.summaries);
    this.outbox = new Outbox(this.connection, this.feed, this.store);
    this.typing = new Typing(this.connection, this.store);
    followChanges(this);
    // Nobody could see them any more, nor send them.
    this.store.on('removed', ({ id }) => this.outbox.of(id).forEach(item => this.outbox.discard(item)));
    this.connection.on('SignedOut', reason => session.endedByServer(reason));
  }

  start() {
    this.connection.start();
  }

  stop() {
    this.connection.stop();
  }

  /** Ends here even when the server cannot be told: who leaves wants to be gone. */
  async signOut() {
    const telling = this.api.delete(path`sessions/${this.session.current.deviceId}`);
    await Promise.race([telling, pause(3000)]).catch(() => {});
    this.session.end('signed-out');
  }

  /** Leaves nothing of this person in the browser. */
  forget(username) {
    this.outbox.clear();
    this.reads.clear();
    forgetDevice(username);
  }

  /** Opens the chat with one person; it exists on the server from here on. Answers its id. */
  async openDirect({ userId, displayName }) {
    const { conversationId } = await this.api.post('conversations/direct', { userId });
    const conversation = this.store.get(conversationId) ?? await this.feed.open(conversationId);
    conversation.openedHere = conversation.openedHere || new Date().toISOString();
    conversation.title ??= displayName;
    this.store.emit('changed', conversation);
    return conversationId;
  }

  /** The conversation of an address, with a title, wherever in the list it may be. */
  async find(conversationId) {
    const conversation = this.store.get(conversationId) ?? await this.feed.open(conversationId);
    if (conversation.title === null) {
      const described = conversation.isGroup
        ? (await this.api.get(path`groups/${groupIdOf(conversationId)}`)).name
        : (await this.api.get(path`users/${conversation.peerId}`)).displayName;
      conversation.title ??= described;
      this.store.emit('changed', conversation);
    }
    return conversation;
  }

  async createGroup(name, memberIds) {
    const { conversationId } = await this.api.post('groups', { name, memberIds });
    const conversation = await this.feed.open(conversationId);
    conversation.title ??= name;
    this.store.emit('changed', conversation);
    return conversationId;
  }

  /** The read position moves here at once, the server follows. */
  read(conversation) {
    if (conversation.log.high > conversation.readUpTo) {
      conversation.read(conversation.log.high);
      this.acknowledgements.read(conversation.id, conversation.log.high);
      this.store.emit('changed', conversation);
    }
  }
}
