import { isShown } from '../../kinds/kinds.js';

/** @import { Message } from '../../kinds/kinds.js' */
/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */
/** @import { Waiting } from '../../model/outbox.js' */

/** @typedef {Message & {item?: Waiting}} Item a stored entry, or a message on its way, which has an `item` and no `seq` so far */

/** Newest stored entries among which one's own waiting messages are looked for. */
const RECENT = 1000;

/**
 * The items of a chat, from top to bottom: stored entries, then own ones that are stored but still wait for earlier ones, then those on
 * their way.
 * @param {Client} client
 * @param {Conversation} conversation
 * @returns {Item[]}
 */
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
  const known = new Set([...log.entries.slice(-RECENT), ...early].map(({ clientMessageId }) => clientMessageId));
  return [...stored, ...early, ...waiting.filter(({ clientMessageId }) => !known.has(clientMessageId)).map(item =>
    ({ ...item, item, senderId: me, kind: 'text', content: { text: item.text }, sentAt: item.createdAt }))];
}

/**
 * One's own keeps its row when the receipt turns it from waiting into stored.
 * @param {Item} item
 * @param {string} me
 */
export function keyOf({ senderId, clientMessageId, seq }, me) {
  return senderId === me ? `own ${clientMessageId}` : String(seq);
}
