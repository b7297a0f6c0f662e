import { limits } from '../net/limits.js';

const encoder = new TextEncoder();
/** @param {string} text */
const bytesOf = text => encoder.encode(text).length;

/**
 * A message of the outbox as it is sent.
 * @param {{clientMessageId: string, text: string}} item
 */
export function toDraft({ clientMessageId, text }) {
  return { clientMessageId, kind: 'text', content: { text } };
}

/**
 * The weight of a body as the server weighs it: the bytes of all its strings.
 * @param {unknown} value
 * @returns {number}
 */
export function weightOf(value) {
  if (typeof value === 'string') {
    return bytesOf(value);
  }
  return value && typeof value === 'object' ? Object.values(value).reduce((sum, part) => sum + weightOf(part), 0) : 0;
}

/**
 * The first of them that fit into one call. A frame is bounded by its bytes as JSON, which are never fewer than the weight. One alone
 * always fits.
 * @template {{clientMessageId: string, text: string}} T
 * @param {T[]} items
 */
export function fitting(items) {
  let bytes = 0;
  const after = items.findIndex(item => (bytes += bytesOf(JSON.stringify(toDraft(item)))) > limits.maxSendBytes);
  return items.slice(0, Math.min(limits.maxDraftsPerSend, after < 0 ? items.length : Math.max(1, after)));
}
