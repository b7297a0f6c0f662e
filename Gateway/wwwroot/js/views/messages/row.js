import { el } from '../../dom/el.js';
import { slots } from '../../dom/parts.js';
import { bubble } from './bubble.js';
import { bodySlot, headings } from './row-slots.js';

/** @import { Part } from '../../dom/parts.js' */
/** @import { Facts, PlainFacts } from './facts.js' */
/** @import { Waiting } from '../../model/outbox.js' */

/**
 * The actions of the buttons of a row.
 * @typedef {{unfold(key: string): void, retry(item: Waiting): unknown, discard(item: Waiting): unknown}} Actions
 */

/** @type {Record<string, (facts: any, node: HTMLElement, actions: Actions) => Part>} */
const SHAPES = { bubble, line: plain };

/**
 * Makes the row of an item from its facts.
 * @param {Actions} actions
 * @returns {(facts: Facts) => Part}
 */
export function rowMaker(actions) {
  return facts => SHAPES[facts.shape](facts, el('li'), actions);
}

/**
 * A line across the chat, without a bubble.
 * @param {PlainFacts} facts
 * @param {HTMLElement} node
 */
function plain(facts, node) {
  const put = slots(node, 'day', 'unread', 'body');
  const above = headings(put);
  const body = bodySlot(put);
  node.className = 'row';
  update(facts);
  return { node, update };

  /** @param {PlainFacts} now */
  function update(now) {
    above(now.above);
    body(now);
  }
}
