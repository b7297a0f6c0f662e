import { groupIdOf } from '../../base/ids.js';
import { pause } from '../../base/timing.js';
import { framed } from '../../dom/frames.js';
import { patched } from '../../dom/parts.js';
import { changesMembers } from '../../kinds/kinds.js';
import { path } from '../../net/api.js';
import { ConnectionLost } from '../../net/errors.js';
import { cleanName } from '../../text/clean.js';
import { sinceOf } from '../../text/dates.js';
import { listed, words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { paintAvatar } from '../avatar.js';
import { showClosed } from './closed.js';
import { showComposer } from './composer.js';
import { showBell } from './notify.js';
import { copyOf } from '../dom.js';
import { showMembers } from '../groups/members.js';
import { showMessages } from '../messages/messages.js';
import { toast } from '../toast.js';

/** @import { Message } from '../../kinds/kinds.js' */
/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */

const PATIENCE_MS = 2000;

/**
 * One conversation. Returns what closes it; calls `gone` when there is nothing to show.
 * @param {HTMLElement} stage
 * @param {Client} client
 * @param {string} conversationId
 * @param {() => void} gone
 */
export function showChat(stage, client, conversationId, gone) {
  const { root, ...parts } = copyOf('chat');
  const { store, people, typing, presence, connection } = client;
  /** @type {(() => void)[]} */
  const closers = [];
  const paintHead = patched(({ faceId, title, heading, below, isNow }) => {
    paintAvatar(parts.avatar, faceId, title);
    parts.title.textContent = heading;
    parts.subtitle.textContent = below;
    parts.subtitle.className = isNow ? 'now' : '';
  });
  let closed = false;
  /** @type {?number} */
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

  /** @param {any} error */
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

  /** @param {Conversation} conversation */
  function show(conversation) {
    const drawBell = showBell(parts.bell, client, conversation);
    const draw = framed(() => {
      head(conversation);
      drawBell();
    });
    head(conversation);
    drawBell();
    closers.push(
      store.on('changed', changed => changed === conversation && draw()),
      typing.on('changed', id => id === conversationId && draw()),
      presence.on('changed', userId => userId === conversation.peerId && draw()),
      people.on('changed', draw),
      showMessages(parts, client, conversation),
      showComposer(parts, client, conversation),
      showClosed(parts.composer, client, conversation));
    if (conversation.isGroup) {
      parts.members.hidden = false;
      parts.members.onclick = () => showMembers(client, conversation, gone);
      countMembers(conversation);
      closers.push(store.on('arrived', (arrived, entries) =>
        arrived === conversation
          && entries.some((/** @type {Message} */ message) => changesMembers(message, client.me)) && countMembers(conversation)));
    }
  }

  /** @param {Conversation} conversation */
  async function countMembers(conversation) {
    const group = await client.api.get(path`groups/${groupIdOf(conversationId)}`).catch(() => null);
    memberCount = group?.memberCount ?? memberCount;
    head(conversation);
  }

  /** @param {Conversation} conversation */
  function head(conversation) {
    const { faceId, title, peerId } = conversation;
    const name = cleanName(title);
    paintHead({
      faceId, title,
      heading: peerId === client.me ? words.yourself(name) : name,
      below: subtitle(conversation),
      isNow: (presence.of(peerId)?.online || typing.in(conversationId).length > 0) === true,
    });
  }

  /** @param {Conversation} conversation */
  function subtitle({ isGroup, peerId, title }) {
    const typists = typing.in(conversationId);
    if (typists.length > 0) {
      return isGroup ? words.typingIn(listed(typists, id => people.object(id), 3)) : words.typing;
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

  /**
   * Tells the chats with people of one name apart.
   * @param {?string} peerId
   * @param {?string} title
   */
  function handleOf(peerId, title) {
    const shared = store.all.some(other => other.peerId && other.peerId !== peerId && other.title !== null && cleanName(other.title) === cleanName(title));
    const username = shared ? people.username(peerId) : null;
    return username && `@${username}`;
  }
}
