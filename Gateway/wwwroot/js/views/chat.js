import { groupIdOf } from '../base/ids.js';
import { pause } from '../base/timing.js';
import { changesMembers } from '../kinds/kinds.js';
import { path } from '../net/api.js';
import { ConnectionLost } from '../net/errors.js';
import { cleanName } from '../text/clean.js';
import { sinceOf } from '../text/dates.js';
import { listed, words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { paintAvatar } from './avatar.js';
import { showClosed } from './closed.js';
import { showComposer } from './composer.js';
import { copyOf } from './dom.js';
import { showMembers } from './members.js';
import { showMessages } from './messages.js';
import { toast } from './toast.js';

const PATIENCE_MS = 2000;

/** One conversation. Returns what closes it; calls `gone` when there is nothing to show. */
export function showChat(stage, client, conversationId, gone) {
  const { root, ...parts } = copyOf('chat');
  const { store, people, typing, presence, connection } = client;
  const closers = [];
  let closed = false;
  let memberCount = null;

  stage.replaceChildren(root);
  start();

  return () => {
    closed = true;
    closers.forEach(close => close());
  };

  async function start() {
    const held = store.get(conversationId);
    try {
      const conversation = held?.title ? held : await client.find(conversationId);
      // A message that was deleted meanwhile must not be seen once more.
      await Promise.race([client.feed.amend(conversation), pause(PATIENCE_MS)]).catch(() => {});
      if (!closed) {
        show(conversation);
      }
    } catch (error) {
      failed(error);
    }
  }

  function failed(error) {
    if (closed) {
      return;
    }
    if (error instanceof ConnectionLost || error.retryable) {
      const stop = connection.on('open', () => {
        stop();
        start();
      });
      closers.push(stop);
    } else if (!error.endsSession) {
      toast(errorSentence(error));
      gone();
    }
  }

  function show(conversation) {
    head(conversation);
    closers.push(
      store.on('changed', changed => changed === conversation && head(conversation)),
      typing.on('changed', id => id === conversationId && head(conversation)),
      presence.on('changed', userId => userId === conversation.peerId && head(conversation)),
      people.on('changed', () => head(conversation)),
      showMessages(parts, client, conversation),
      showComposer(parts, client, conversation),
      showClosed(parts.composer, client, conversation));
    if (conversation.isGroup) {
      parts.members.hidden = false;
      parts.members.onclick = () => showMembers(client, conversation, gone);
      countMembers(conversation);
      closers.push(store.on('arrived', (arrived, entries) =>
        arrived === conversation && entries.some(message => changesMembers(message, client.me)) && countMembers(conversation)));
    }
  }

  async function countMembers(conversation) {
    const group = await client.api.get(path`groups/${groupIdOf(conversationId)}`).catch(() => null);
    memberCount = group?.memberCount ?? memberCount;
    head(conversation);
  }

  function head(conversation) {
    paintAvatar(parts.avatar, conversation.faceId, conversation.title);
    const title = cleanName(conversation.title);
    parts.title.textContent = conversation.peerId === client.me ? words.yourself(title) : title;
    parts.subtitle.textContent = subtitle(conversation);
    parts.subtitle.className = presence.of(conversation.peerId)?.online || typing.in(conversationId).length > 0 ? 'now' : '';
  }

  function subtitle({ isGroup, peerId, title }) {
    const typists = typing.in(conversationId);
    if (typists.length > 0) {
      return isGroup ? words.typingIn(listed(typists.map(id => people.object(id)), 3)) : words.typing;
    }
    if (peerId === client.me) {
      return words.noteToSelf;
    }
    if (isGroup) {
      return memberCount === null ? words.group : words.members(memberCount);
    }
    const seen = presence.of(peerId);
    const since = seen?.online ? words.online : seen?.lastSeenAt ? words.lastSeen(sinceOf(seen.lastSeenAt)) : null;
    return [handleOf(peerId, title), since].filter(Boolean).join(' · ');
  }

  /** Tells the chats with people of one name apart. */
  function handleOf(peerId, title) {
    const shared = store.all.some(other => other.peerId && other.peerId !== peerId && other.title !== null && cleanName(other.title) === cleanName(title));
    const username = shared ? people.username(peerId) : null;
    return username && `@${username}`;
  }
}
