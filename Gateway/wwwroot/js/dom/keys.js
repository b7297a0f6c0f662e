/** @typedef {(event: KeyboardEvent) => unknown} KeyHandler answers false for a key that it leaves to the browser */

/** The key code of every key that belongs to an input method. */
const INPUT_METHOD = 229;

/** A keyboard of glass: there a line ends with Enter, and a button sends. */
export const isTouch = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

/**
 * Handles keys by name: `{Enter: event => ...}`. A key that is handled does nothing else, unless its handler answers false. Keys of an
 * input method, which compose Chinese for example, choose words and are no concern of the page.
 * @param {HTMLElement} node
 * @param {Record<string, KeyHandler>} handlers
 */
export function onKeys(node, handlers) {
  node.addEventListener('keydown', event => {
    const handler = Object.hasOwn(handlers, event.key) && !isComposing(event) ? handlers[event.key] : null;
    if (handler && handler(event) !== false) {
      event.preventDefault();
    }
  });
}

/**
 * A handler for the bare key: with Shift, Ctrl, Alt or Meta it means something else, as Shift+Down extends a selection.
 * @type {(handler: KeyHandler) => KeyHandler}
 */
export const withoutModifiers = handler => event => !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) && handler(event);

/**
 * Safari says only by the code that the Enter which ends a composition belongs to it: for Safari the composition has ended before.
 * @param {KeyboardEvent} event
 */
function isComposing({ isComposing, keyCode }) {
  return isComposing || keyCode === INPUT_METHOD;
}
