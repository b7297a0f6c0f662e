import { el } from '../../dom/el.js';
import { patched } from '../../dom/parts.js';
import { words } from '../../text/language.js';

/** @import { Part } from '../../dom/parts.js' */
/** @import { AboveFacts, PlainFacts } from './facts.js' */

/**
 * The lines that can stand above a row, in the slots `day` and `unread`.
 * @param {(slot: string, node: ?HTMLElement) => void} put
 * @returns {(facts: AboveFacts) => void}
 */
export function headings(put) {
  return patched(({ day, unread }) => {
    put('day', day ? heading('day', day) : null);
    put('unread', unread ? heading('unread-mark', words.newMessages) : null);
  });
}

/**
 * The slot `body`. A body that is drawn otherwise from now on, as one that was deleted can be, is created again.
 * @param {(slot: string, node: ?HTMLElement) => void} put
 * @returns {(facts: Pick<PlainFacts, 'makeBody' | 'body'>) => void}
 */
export function bodySlot(put) {
  /** @type {?Part} */
  let part = null;
  /** @type {?PlainFacts['makeBody']} */
  let maker = null;
  return ({ makeBody, body }) => {
    if (part && makeBody === maker) {
      part.update(body);
    } else {
      maker = makeBody;
      part = makeBody(body);
      put('body', part.node);
    }
  };
}

/**
 * @param {string} className
 * @param {string} text
 */
function heading(className, text) {
  return el('p', { className }, el('span', { dir: 'auto', textContent: text }));
}
