import { framed } from '../../dom/frames.js';
import { reconcile } from '../../dom/parts.js';
import { rove } from '../../dom/roving.js';
import { oneLine, preview } from '../../kinds/previews.js';
import { cleanName, cleanText, isVisible } from '../../text/clean.js';
import { momentOf } from '../../text/dates.js';
import { words } from '../../text/language.js';
import { entry } from './entry.js';

/** @import { Emitter } from '../../base/emitter.js' */
/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */
/** @import { Waiting } from '../../model/outbox.js' */

/**
 * The list of conversations. It lives as long as the client. Returns what draws it when the list is hidden or comes back.
 * @param {Record<string, any>} parts the `list`, and `nothing` that is shown instead of an empty one
 * @param {Client} client
 */
export function showConversations({ list, nothing }, client) {
  const { store, people, typing, presence, summaries, outbox, drafts, sync } = client;
  // After the chat, where a message that arrives is read in the same frame.
  const draw = framed(render, 1);
  for (const [source, event] of /** @type {[Emitter, string][]} */ ([
    [store, 'changed'], [store, 'removed'], [store, 'watched'], [people, 'changed'], [typing, 'changed'], [presence, 'changed'],
    [outbox, 'changed'], [drafts, 'changed'], [sync, 'done'],
  ])) {
    source.on(event, draw);
  }
  list.onscroll = async () => {
    const nearEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 400;
    if (nearEnd && summaries.begun && summaries.hasMore) {
      await summaries.more().catch(() => {});
    }
  };
  rove(list, '.entry');
  render();
  return draw;

  function render() {
    const listed = store.listed;
    const waiting = new Map(outbox.all.map(item => [item.conversationId, item]));
    const namesakes = counted(listed.filter(({ isGroup }) => !isGroup).map(({ title }) => cleanName(title)));
    reconcile(list, listed.map(conversation => toRow(conversation, waiting.get(conversation.id), namesakes)));
    nothing.hidden = listed.length > 0 || !summaries.begun || list.hidden;
    const unread = listed.reduce((sum, { isMuted, unread }) => sum + (isMuted ? 0 : unread), 0);
    const heading = unread > 0 ? `(${unread}) ImOrleans` : 'ImOrleans';
    if (document.title !== heading) {
      document.title = heading;
    }
  }

  /**
   * @param {Conversation} conversation
   * @param {Waiting | undefined} waiting
   * @param {Map<string, number>} namesakes
   */
  function toRow(conversation, waiting, namesakes) {
    const { id, unread, lastMessage, peerId, faceId } = conversation;
    const title = cleanName(conversation.title);
    const facts = {
      id, unread, faceId, name: title,
      title: peerId === client.me ? words.yourself(title) : title,
      handle: peerId && (namesakes.get(title) ?? 0) > 1 ? people.username(peerId) : null,
      ...lineOf(conversation, waiting),
      sentAt: lastMessage?.sentAt,
      moment: lastMessage ? momentOf(lastMessage.sentAt) : '',
      open: id === store.watched,
      muted: conversation.isMuted,
      online: peerId !== null && peerId !== client.me && presence.of(peerId)?.online === true,
    };
    return { key: id, facts, make: entry };
  }

  /**
   * The most important fact of it: a member is typing, the user's draft, a waiting message, or the last message.
   * @param {Conversation} conversation
   * @param {Waiting | undefined} waiting
   * @returns {{line: string, label?: string, mark?: string}}
   */
  function lineOf({ id, isGroup, lastMessage }, waiting) {
    if (typing.in(id).length > 0) {
      return { line: words.typing, mark: 'now' };
    }
    const draft = drafts.of(id).trim();
    if (isVisible(draft) && id !== store.watched) {
      return { line: oneLine(cleanText(draft)), label: words.draft };
    }
    return { line: waiting ? words.saysSomeone(words.you, oneLine(cleanText(waiting.text))) : preview(lastMessage, isGroup, people, client.me) };
  }
}

/**
 * @param {string[]} values
 * @returns {Map<string, number>}
 */
function counted(values) {
  const counts = new Map();
  values.forEach(value => counts.set(value, (counts.get(value) ?? 0) + 1));
  return counts;
}
