import { bodyOf, shapeOf } from '../../kinds/kinds.js';
import { dayKey, dayOf, timeOf } from '../../text/dates.js';
import { words } from '../../text/language.js';
import { keyOf } from './items.js';

/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */
/** @import { Message } from '../../kinds/kinds.js' */
/** @import { Item } from './items.js' */
/** @import { Waiting } from '../../model/outbox.js' */
/** @import { Part } from '../../dom/parts.js' */

/**
 * @typedef {{client: Client, conversation: Conversation, unfolded: Set<string>, firstUnread?: Item}} View `unfolded` has the keys of long
 * messages that are shown whole.
 *
 * @typedef {'sending' | 'stored' | 'delivered' | 'read' | 'failed'} State
 * @typedef {{day: ?string, unread: boolean}} AboveFacts
 * @typedef {{own: boolean, first: boolean, state: ?State, withFace: boolean, emoji: boolean, folded: boolean}} FrameFacts
 * @typedef {{sentAt: string, editedAt?: string, state: ?State, count: number}} MetaFacts
 *
 * The facts of a row, one flat record for each of its slots; null for an empty slot.
 * @typedef {object} PlainFacts
 * @property {'line' | 'bubble'} shape
 * @property {AboveFacts} above
 * @property {any} body what the module of the kind draws
 * @property {(facts: any) => Part} makeBody
 *
 * @typedef {object} MoreFacts
 * @property {string} key
 * @property {Waiting} [item]
 * @property {FrameFacts} frame
 * @property {?{id: string, label: string}} sender
 * @property {?{id: string, name: string}} face
 * @property {MetaFacts} meta
 * @property {?{code: number, message: string}} failure
 *
 * @typedef {PlainFacts & MoreFacts} BubbleFacts
 * @typedef {PlainFacts & Partial<MoreFacts>} Facts
 */

const TOGETHER_MS = 5 * 60_000;

/**
 * The facts that the row of one item shows. An item without a body is no row.
 * @param {Item[]} items
 * @param {number} index
 * @param {View} view
 * @returns {Facts}
 */
export function factsOf(items, index, view) {
  const message = items[index];
  const before = items[index - 1];
  const body = /** @type {NonNullable<ReturnType<typeof bodyOf>>} */ (bodyOf(message));
  const shape = /** @type {PlainFacts['shape']} */ (shapeOf(message));
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

/**
 * @param {Item} message
 * @param {boolean} first of those that its sender wrote in a row
 * @param {PlainFacts} plain
 * @param {View} view
 * @returns {MoreFacts & {body: any}}
 */
function bubbleFacts(message, first, { body }, { client, conversation, unfolded }) {
  const { sentAt, editedAt, senderId, item } = message;
  const own = senderId === client.me;
  const key = keyOf(message, client.me);
  const faced = conversation.isGroup && !own && first;
  const { state, count } = own ? stateOf(message, conversation) : { state: null, count: 0 };
  const folded = body.long && !unfolded.has(key);
  return {
    key, item,
    body: { ...body, room: [editedAt ? words.edited : null, timeOf(sentAt)].filter(Boolean).join(' ') },
    frame: { own, first, state, withFace: conversation.isGroup && !own, emoji: body.emoji === true, folded },
    sender: faced ? { id: senderId, label: client.people.label(senderId) } : null,
    face: faced ? { id: senderId, name: client.people.name(senderId) } : null,
    meta: { sentAt, editedAt, state, count },
    failure: state === 'failed' && item?.failure ? { code: item.failure.code, message: item.failure.message } : null,
  };
}

/**
 * @param {Item} message
 * @param {Conversation} conversation
 * @returns {{state: State, count: number}}
 */
function stateOf({ item, seq }, { positions, isGroup }) {
  if (!seq) {
    return { state: item?.failure ? 'failed' : 'sending', count: 0 };
  }
  const readers = positions.readers(seq);
  const receivers = readers > 0 ? readers : positions.receivers(seq);
  return { state: readers > 0 ? 'read' : receivers > 0 ? 'delivered' : 'stored', count: isGroup ? receivers : 0 };
}

/**
 * @param {Item | undefined} before
 * @param {Item} message
 */
function together(before, { senderId, sentAt }) {
  return before !== undefined && shapeOf(before) === 'bubble' && before.senderId === senderId
    && Date.parse(sentAt) - Date.parse(before.sentAt) < TOGETHER_MS;
}
