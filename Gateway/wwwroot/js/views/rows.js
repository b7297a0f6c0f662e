import { isShown, shapeOf, textOf } from '../kinds/kinds.js';
import { dayKey, dayOf } from '../text/dates.js';
import { words } from '../text/language.js';
import { bubble } from './bubble.js';
import { el } from './dom.js';

const TOGETHER_MS = 5 * 60_000;
/** How a shape of `kinds` is drawn: `{version, make, patch}`. */
const SHAPES = {
  bubble: (item, apart, view) => bubble(item, apart || view.before === undefined || !together(view.before, item), view),
  line: (item, apart, { client }) => noticed(textOf(item, client.people)),
};

/** What a chat shows, from top to bottom: stored entries, then one's own that are stored but still wait for earlier ones, then those on their way. */
export function itemsOf({ me, outbox }, { id, log, past }) {
  if (past) {
    return past.entries.filter(isShown);
  }
  const early = log.early.filter(message => message.senderId === me && isShown(message));
  const waiting = outbox.of(id);
  const stored = log.entries.filter(isShown);
  if (early.length + waiting.length === 0) {
    return stored;
  }
  const known = new Set([...log.entries.slice(-1000), ...early].map(({ clientMessageId }) => clientMessageId));
  return [...stored, ...early, ...waiting.filter(({ clientMessageId }) => !known.has(clientMessageId)).map(item =>
    ({ ...item, item, senderId: me, kind: 'text', content: { text: item.text }, sentAt: item.createdAt }))];
}

/** One's own keeps its row when the receipt turns it from waiting into stored. */
export function keyOf({ senderId, clientMessageId, seq }, me) {
  return senderId === me ? `own ${clientMessageId}` : String(seq);
}

/** One of them as a row for `reconcile`, with the lines that stand above it. */
export function rowOf(items, index, firstUnread, view) {
  const item = items[index];
  const before = items[index - 1];
  const day = !before || dayKey(before.sentAt) !== dayKey(item.sentAt) ? dayOf(item.sentAt) : null;
  const unread = item === firstUnread;
  const { version, make, patch } = SHAPES[shapeOf(item)](item, day !== null || unread, { ...view, before });
  const lines = [day && line('day', day), unread && line('unread-mark', words.newMessages)].filter(Boolean);
  return {
    version: `${day}|${unread}|${version}`,
    make: () => {
      const row = make();
      row.prepend(...lines);
      return row;
    },
    patch: row => {
      row.querySelectorAll(':scope > .day, :scope > .unread-mark').forEach(old => old.remove());
      row.prepend(...lines);
      patch(row);
    },
  };
}

function together(before, { senderId, sentAt }) {
  return shapeOf(before) === 'bubble' && before.senderId === senderId && new Date(sentAt) - new Date(before.sentAt) < TOGETHER_MS;
}

function noticed(text) {
  return {
    version: text,
    make: () => el('li', { className: 'row' }, line('notice', text)),
    patch: row => (row.querySelector('.notice span').textContent = text),
  };
}

function line(className, text) {
  return el('p', { className }, el('span', { dir: 'auto', textContent: text }));
}
