import { bodyOf, shapeOf } from '../../kinds/kinds.js';
import { dayKey, dayOf, timeOf } from '../../text/dates.js';
import { words } from '../../text/language.js';
import { keyOf } from './items.js';

const TOGETHER_MS = 5 * 60_000;

/**
 * The facts that the row of one item shows, one flat record for each of its slots; null for an empty slot. `view` is
 * `{client, conversation, unfolded, firstUnread}`: `unfolded` has the keys of long messages that are shown whole.
 */
export function factsOf(items, index, view) {
  const message = items[index];
  const before = items[index - 1];
  const body = bodyOf(message);
  const shape = shapeOf(message);
  const above = {
    day: !before || dayKey(before.sentAt) !== dayKey(message.sentAt) ? dayOf(message.sentAt) : null,
    unread: message === view.firstUnread,
  };
  const shown = body.facts(message, view.client.people);
  const facts = { shape, above, body: shown, makeBody: body.make };
  if (shape !== 'bubble') {
    return facts;
  }
  const first = above.day !== null || above.unread || !together(before, message);
  return { ...facts, ...bubbleFacts(message, first, facts, view) };
}

/** `first` of those that its sender wrote in a row. */
function bubbleFacts(message, first, { body }, { client, conversation, unfolded }) {
  const { sentAt, editedAt, senderId, item } = message;
  const own = senderId === client.me;
  const key = keyOf(message, client.me);
  const faced = conversation.isGroup && !own && first;
  const { state = null, count = 0 } = own ? stateOf(message, conversation) : {};
  const folded = body.long && !unfolded.has(key);
  return {
    key, item,
    body: { ...body, room: [editedAt ? words.edited : null, timeOf(sentAt)].filter(Boolean).join(' ') },
    frame: { own, first, state, withFace: conversation.isGroup && !own, emoji: body.emoji === true, folded },
    sender: faced ? { id: senderId, label: client.people.label(senderId) } : null,
    face: faced ? { id: senderId, name: client.people.name(senderId) } : null,
    meta: { sentAt, editedAt, state, count },
    failure: state === 'failed' ? { code: item.failure.code, message: item.failure.message } : null,
  };
}

function stateOf({ item, seq }, { positions, isGroup }) {
  if (!seq) {
    return { state: item?.failure ? 'failed' : 'sending', count: 0 };
  }
  const readers = positions.readers(seq);
  const receivers = readers > 0 ? readers : positions.receivers(seq);
  return { state: readers > 0 ? 'read' : receivers > 0 ? 'delivered' : 'stored', count: isGroup ? receivers : 0 };
}

function together(before, { senderId, sentAt }) {
  return before !== undefined && shapeOf(before) === 'bubble' && before.senderId === senderId
    && new Date(sentAt) - new Date(before.sentAt) < TOGETHER_MS;
}
