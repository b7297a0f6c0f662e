import { dayKey, dayOf, fullTimeOf, timeOf } from '../text/dates.js';
import { el } from './dom.js';
import { noticeSentence } from '../text/notices.js';
import { errorSentence } from '../text/sentences.js';
import { ImError } from '../net/errors.js';
import { tintOf } from './avatar.js';

const TOGETHER_MS = 5 * 60_000;
const STATES = { sending: 'Sending', stored: 'Sent', read: 'Read', failed: 'Not sent' };

/** What a chat shows, from top to bottom, as rows for `reconcile`. */
export function rowsOf(client, conversation, unreadAfter) {
  const rows = [];
  const shown = itemsOf(client, conversation);
  const unread = unreadAfter === null ? undefined
    : shown.find(({ seq, kind, senderId }) => seq > unreadAfter && kind !== 'notice' && senderId !== client.me);
  shown.forEach((item, i) => {
    const previous = shown[i - 1];
    const newDay = !previous || dayKey(previous.sentAt) !== dayKey(item.sentAt);
    if (newDay) {
      rows.push(line(`day ${dayKey(item.sentAt)}`, 'day', dayOf(item.sentAt)));
    }
    if (item === unread) {
      rows.push(line('unread', 'unread-mark', 'New messages'));
    }
    rows.push(item.kind === 'notice'
      ? line(`notice ${item.seq}`, 'notice', noticeSentence(item, client.people))
      : bubble(item, newDay || item === unread || !together(previous, item), client, conversation));
  });
  return rows;
}

/** Stored entries, then one's own that are stored but still wait for earlier ones, then those on their way. */
function itemsOf({ me, outbox }, { id, log }) {
  const own = log.early.filter(({ senderId }) => senderId === me);
  const known = new Set([...log.entries, ...own].map(({ clientMessageId }) => clientMessageId));
  const waiting = outbox.of(id)
    .filter(({ clientMessageId }) => !known.has(clientMessageId))
    .map(item => ({ ...item, item, senderId: me, kind: 'text', content: { text: item.text }, sentAt: item.createdAt }));
  return [...log.entries.filter(({ kind }) => kind === 'text' || kind === 'notice'), ...own, ...waiting];
}

function together(previous, { senderId, sentAt }) {
  return previous?.senderId === senderId && new Date(sentAt) - new Date(previous.sentAt) < TOGETHER_MS;
}

function line(key, className, text) {
  return { key, version: text, make: () => el('li', { className }, el('span', { dir: 'auto', textContent: text })) };
}

function bubble(message, first, client, conversation) {
  const own = message.senderId === client.me;
  const readers = own && message.seq ? client.reads.count(conversation.id, message.seq) : 0;
  const state = !own ? null : message.item?.failure ? 'failed' : !message.seq ? 'sending' : readers > 0 ? 'read' : 'stored';
  const name = conversation.isGroup && !own && first ? client.people.name(message.senderId) : null;
  return {
    // One's own keeps its node when the receipt turns it from waiting into stored.
    key: own ? `own ${message.clientMessageId}` : message.seq,
    version: [first, state, readers, name, message.editedAt, message.content.text].join('|'),
    make: () => bubbleRow(message, { own, first, state, readers, name }, client),
  };
}

function bubbleRow(message, { own, first, state, readers, name }, client) {
  const { text } = message.content;
  const row = el('li', { className: ['row', own ? 'own' : 'other', first ? 'first' : '', state ?? ''].join(' ') },
    el('div', { className: 'bubble' },
      name === null ? null : el('span', { className: `sender ${tintOf(message.senderId)}`, dir: 'auto', textContent: name }),
      el('div', { className: 'content' },
        el('p', { className: text === undefined ? 'text gone' : 'text', dir: 'auto', textContent: text ?? 'Message deleted' }),
        el('span', { className: 'meta' },
          message.editedAt ? 'edited ' : null,
          el('time', { dateTime: message.sentAt, title: fullTimeOf(message.sentAt), textContent: timeOf(message.sentAt) }),
          state ? tick(state, readers) : null))));
  if (state === 'failed') {
    row.append(failure(message.item, client.outbox));
  }
  return row;
}

function tick(state, readers) {
  const words = readers > 1 ? `Read by ${readers}` : STATES[state];
  return el('span', { className: `tick ${state}`, role: 'img', ariaLabel: words, title: words });
}

function failure(item, outbox) {
  const { code, message } = item.failure;
  return el('p', { className: 'failure' },
    `Not sent. ${errorSentence(new ImError(code, message))} `,
    el('button', { type: 'button', className: 'link', textContent: 'Try again', onclick: () => outbox.retry(item) }),
    ' ',
    el('button', { type: 'button', className: 'link', textContent: 'Delete', onclick: () => outbox.discard(item) }));
}
