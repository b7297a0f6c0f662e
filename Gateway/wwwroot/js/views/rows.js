import { dayKey, dayOf } from '../text/dates.js';
import { words } from '../text/language.js';
import { noticeSentence } from '../text/notices.js';
import { bubble } from './bubble.js';
import { el } from './dom.js';

const TOGETHER_MS = 5 * 60_000;

/** What a chat shows, from top to bottom: stored entries, then one's own that are stored but still wait for earlier ones, then those on their way. */
export function itemsOf({ me, outbox }, { id, log }) {
  const early = log.early.filter(({ senderId }) => senderId === me);
  const waiting = outbox.of(id);
  if (early.length + waiting.length === 0) {
    return log.entries;
  }
  const known = new Set([...log.entries.slice(-1000), ...early].map(({ clientMessageId }) => clientMessageId));
  return [...log.entries, ...early, ...waiting.filter(({ clientMessageId }) => !known.has(clientMessageId)).map(item =>
    ({ ...item, item, senderId: me, kind: 'text', content: { text: item.text }, sentAt: item.createdAt }))];
}

/** One's own keeps its row when the receipt turns it from waiting into stored. */
export function keyOf({ senderId, clientMessageId, seq }, me) {
  return senderId === me ? `own ${clientMessageId}` : String(seq);
}

/** One of them as a row for `reconcile`, with the lines that stand above it. */
export function rowOf(items, index, firstUnread, view) {
  const item = items[index];
  const previous = items[index - 1];
  const day = !previous || dayKey(previous.sentAt) !== dayKey(item.sentAt) ? dayOf(item.sentAt) : null;
  const unread = item === firstUnread;
  const { version, make } = item.kind === 'notice'
    ? notice(item, view)
    : bubble(item, day !== null || unread || !together(previous, item), view);
  return {
    version: `${day}|${unread}|${version}`,
    make: () => {
      const row = make();
      row.prepend(...[day && line('day', day), unread && line('unread-mark', words.newMessages)].filter(Boolean));
      return row;
    },
  };
}

function together(previous, { senderId, sentAt }) {
  return previous?.kind !== 'notice' && previous?.senderId === senderId && new Date(sentAt) - new Date(previous.sentAt) < TOGETHER_MS;
}

function notice(message, { client }) {
  const text = noticeSentence(message, client.people);
  return { version: text, make: () => el('li', { className: 'row' }, line('notice', text)) };
}

function line(className, text) {
  return el('p', { className }, el('span', { dir: 'auto', textContent: text }));
}
