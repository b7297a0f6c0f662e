import { el } from '../../dom/el.js';
import { slots } from '../../dom/parts.js';
import { bubble } from './bubble.js';
import { bodySlot, headings } from './row-slots.js';

const SHAPES = { bubble, line: plain };

/**
 * Makes the row of an item from its facts (`facts.js`). `actions` are what its buttons do: `unfold(key)`, `retry(item)`, `discard(item)`.
 */
export function rowMaker(actions) {
  return facts => SHAPES[facts.shape](facts, el('li'), actions);
}

/** A line across the chat, without a bubble. */
function plain(facts, node) {
  const put = slots(node, 'day', 'unread', 'body');
  const above = headings(put);
  const body = bodySlot(put);
  node.className = 'row';
  update(facts);
  return { node, update };

  function update(now) {
    above(now.above);
    body(now);
  }
}
