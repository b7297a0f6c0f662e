import { Emitter } from '../base/emitter.js';
import { host } from '../base/host.js';
import { groupIdOf } from '../base/ids.js';
import { Tabs } from '../base/tabs.js';
import { pause } from '../base/timing.js';
import { forgetDevice, keepDevice } from '../net/device.js';
import { Api, path } from '../net/api.js';
import { Connection } from '../net/connection.js';
import { learnLimits } from '../net/limits.js';
import { Acknowledgements } from './acknowledgements.js';
import { followChanges } from './changes.js';
import { Drafts } from './drafts.js';
import { Feed } from './feed.js';
import { Keeper } from './keeper.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { Presence } from './presence.js';
import { Store } from './store.js';
import { Summaries } from './summaries.js';
import { Sync } from './sync.js';
import { Typing } from './typing.js';

const STORES = { outbox: 'clientMessageId', conversations: 'id', facts: 'name' };
const nameOf = userId => `im.${userId}`;

/** Everything behind the views, for one signed-in user. */
export class Client {
  /**
   * Opens the client with the stored data of earlier visits.
   * @param {import('../net/session.js').Session} session of a user who is signed in
   */
  static async open(session) {
    const { userId } = /** @type {import('../net/session.js').Saved} */ (session.current);
    const client = new Client(session, await host.databases.open(nameOf(userId), STORES));
    await Promise.all([client.keeper.load(), client.outbox.load()]);
    return client;
  }

  constructor(session, database) {
    this.session = session;
    this.database = database;
    this.me = session.current.userId;
    this.tabs = new Tabs(nameOf(this.me));
    this.api = new Api(session);
    this.connection = new Connection(session, () => this.api.get('users/me'));
    this.store = new Store(this.me);
    this.people = new People(this.api, this.me);
    /** Emits `changed` (name) when a setting of this person was changed on another device; without a name when any may have been. */
    this.settings = new Emitter();
    this.presence = new Presence(this.connection, this.store);
    this.acknowledgements = new Acknowledgements(this.connection);
    this.feed = new Feed(this.connection, this.store, this.acknowledgements);
    this.summaries = new Summaries(this.api, this.store, this.people, this.connection);
    this.sync = new Sync(this.connection, this.store, this.feed, this.summaries);
    this.keeper = new Keeper(this);
    this.outbox = new Outbox(this);
    this.drafts = new Drafts(this.me, this.tabs);
    this.typing = new Typing(this.connection, this.store);
    followChanges(this);
    // A message to a removed conversation can neither be shown nor sent.
    this.store.on('removed', ({ id }) => this.outbox.discard(this.outbox.of(id)));
    this.connection.on('open', learnLimits);
    this.connection.on('open', () => this.#findBegun());
    this.connection.on('SignedOut', reason => session.endedByServer(reason));
  }

  start() {
    this.connection.start();
  }

  /** Resolves once there is a connection. */
  async online() {
    if (!this.connection.isOpen) {
      const open = Promise.withResolvers();
      const stop = this.connection.on('open', open.resolve);
      await open.promise;
      stop();
    }
  }

  stop() {
    this.connection.stop();
  }

  /** Ends the session here even when the server does not answer. */
  async signOut() {
    const ending = this.api.delete(path`sessions/${this.session.current.deviceId}`);
    await Promise.race([ending, pause(3000)]).catch(() => {});
    await this.session.end('signed-out');
  }

  /** This device stays signed in, and uses a new secret from now on. */
  async changePassword(oldPassword, newPassword) {
    const { deviceSecret } = await this.api.put('accounts/me/password', { oldPassword, newPassword });
    const { username, deviceId } = this.session.current;
    keepDevice(username, { deviceId, deviceSecret });
  }

  /** Deletes the account for ever. */
  async deleteAccount(password) {
    await this.api.delete('accounts/me', { password });
    await this.session.end('account-deleted');
  }

  /** Removes all data of this person from the browser. */
  async forget(username) {
    forgetDevice(username);
    this.drafts.flush();
    Drafts.forget(this.me);
    await host.databases.delete(nameOf(this.me));
  }

  /**
   * Opens the chat with one person; it exists on the server from here on. Answers its id.
   * @param {{userId: string, displayName?: string}} person
   * @returns {Promise<string>}
   */
  async openDirect({ userId, displayName }) {
    const { conversationId } = await this.api.post('conversations/direct', { userId });
    const conversation = this.store.get(conversationId) ?? await this.#open(conversationId);
    conversation.openedHere ||= new Date().toISOString();
    conversation.title ??= displayName;
    this.store.emit('changed', conversation);
    return conversationId;
  }

  /** A conversation that was just made is read as soon as there is a connection. */
  async #open(conversationId) {
    await this.online();
    return await this.feed.open(conversationId);
  }

  /** The conversation of an address, with a title, wherever in the list it may be. */
  async find(conversationId) {
    const conversation = this.store.get(conversationId) ?? await this.feed.open(conversationId);
    if (conversation.title === null) {
      // It may be empty and in no list. A draft in it must not be lost.
      conversation.openedHere ||= new Date().toISOString();
      const described = conversation.isGroup
        ? (await this.api.get(path`groups/${groupIdOf(conversationId)}`)).name
        : await this.#nameOf(conversation.peerId);
      conversation.title ??= described;
      this.store.emit('changed', conversation);
    }
    return conversation;
  }

  async #nameOf(userId) {
    this.people.learn([await this.api.get(path`users/${userId}`)]);
    return this.people.name(userId);
  }

  /** A page that was closed early kept the draft, but perhaps not the conversation. The list must show the conversation anyway. */
  async #findBegun() {
    for (const id of this.drafts.ids.filter(id => !this.store.get(id)?.isListed)) {
      const conversation = await this.find(id).catch(() => null);
      if (conversation) {
        conversation.openedHere ||= new Date().toISOString();
        this.store.emit('changed', conversation);
      }
    }
  }

  /**
   * Answers the id of its conversation.
   * @param {string} name
   * @param {string[]} memberIds
   * @returns {Promise<string>}
   */
  async createGroup(name, memberIds) {
    const { conversationId } = await this.api.post('groups', { name, memberIds });
    const conversation = await this.#open(conversationId);
    conversation.title ??= name;
    this.store.emit('changed', conversation);
    return conversationId;
  }

  /** Up to `seq`, or up to the newest entry held. The read position moves here at once, the server follows. */
  read(conversation, seq) {
    const readable = conversation.readable(seq);
    if (readable > conversation.readUpTo) {
      conversation.read(readable);
      this.acknowledgements.read(conversation.id, readable);
      this.store.emit('changed', conversation);
    }
  }
}
