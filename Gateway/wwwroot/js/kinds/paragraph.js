import { el } from '../dom/el.js';
import { patched } from '../dom/parts.js';
import { linked } from '../text/links.js';

const MANY_LETTERS = 1500;
const MANY_LINES = 25;
const FEW_EMOJI = /^(?:\p{RGI_Emoji}\s?){1,3}$/v;

/**
 * The facts of a text that is a body, or a part of one. `gone` for words that are not those of its sender.
 * @param {string} text
 * @param {boolean} gone
 */
export const factsOfText = (text, gone) => ({ text, gone, emoji: !gone && FEW_EMOJI.test(text), long: isLong(text) });

/**
 * A text with its links. `room` is kept free behind it, for what stands at the end of the last line. Text that stays is not touched.
 * @param {{text: string, gone: boolean, room?: string}} facts
 */
export function paragraph(facts) {
  const node = el('p', { dir: 'auto' });
  const write = patched((/** @type {string} */ text) => node.replaceChildren(...linked(text).map(partOf)));
  const dress = patched((/** @type {{gone: boolean, room: string}} */ { gone, room }) => {
    node.className = gone ? 'text gone' : 'text';
    node.dataset.room = room;
  });
  update(facts);
  return { node, update };

  /** @param {{text: string, gone: boolean, room?: string}} facts */
  function update({ text, gone, room = '' }) {
    dress({ gone, room });
    write(text);
  }
}

/** @param {{text: string, href?: string}} part */
function partOf({ text, href }) {
  return href ? el('a', { href, target: '_blank', rel: 'noopener noreferrer', title: href, textContent: text }) : text;
}

/** @param {string} text */
function isLong(text) {
  return text.length > MANY_LETTERS || text.split('\n', MANY_LINES + 1).length > MANY_LINES;
}
