import { el } from '../../dom/el.js';

/** The widest window of a phone, as in the style sheets. */
const PHONE = '(max-width: 719px)';
/** A movement of fewer pixels is a press. */
const PRESS = 6;
/** A swipe over this part of the sheet closes it, and so does a shorter one of this speed, in pixels per ms. */
const FAR = 1 / 3;
const FAST = 0.5;

export const isPhone = () => matchMedia(PHONE).matches;

/**
 * Opens `node` as a sheet: a modal panel at the lower edge of the window, on a phone as wide as the window. A press beside it, Escape and a
 * swipe downwards close it, and then the focus goes back. Returns what closes it.
 * @param {HTMLElement} node
 * @param {string} label
 */
export function openSheet(node, label) {
  const sheet = el('dialog', { className: 'always', ariaLabel: label }, node);
  makeSheet(sheet);
  sheet.onclose = () => sheet.remove();
  document.body.append(sheet);
  sheet.showModal();
  return () => sheet.close();
}

/**
 * Makes a sheet of a modal dialog on a phone. In a wide window it stays a dialog in the middle. The grip and `heading` can be swiped.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} [heading]
 */
export function makeSheet(dialog, heading) {
  const grip = el('div', { className: 'grip', ariaHidden: 'true' });
  dialog.classList.add('sheet');
  dialog.prepend(grip);
  closeBeside(dialog);
  swipe(dialog, grip, grip);
  if (heading) {
    swipe(dialog, heading, grip);
  }
}

/**
 * A press that begins and ends beside a modal dialog closes it. A selection that is drawn out of the dialog begins within it.
 * @param {HTMLDialogElement} dialog
 */
export function closeBeside(dialog) {
  let begun = false;
  dialog.addEventListener('pointerdown', event => (begun = isBeside(dialog, event)));
  dialog.addEventListener('click', event => begun && isBeside(dialog, event) && dialog.close());
}

/**
 * All that is behind a modal dialog is the dialog itself for the browser, as its padding is.
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function isBeside(dialog, { target, clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}

/**
 * The sheet follows a finger on `handle` downwards, if it shows its grip. It closes at the end of a long or fast swipe, and goes back after
 * another.
 * @param {HTMLDialogElement} sheet
 * @param {HTMLElement} handle
 * @param {HTMLElement} grip
 */
function swipe(sheet, handle, grip) {
  /** @type {?{y: number, at: number}} */
  let begin = null;
  handle.addEventListener('pointerdown', ({ isPrimary, clientY, timeStamp }) => {
    begin = isPrimary && grip.offsetHeight > 0 ? { y: clientY, at: timeStamp } : null;
  });
  handle.addEventListener('pointermove', ({ pointerId, clientY }) => {
    if (begin && clientY - begin.y > PRESS) {
      // The finger may leave the handle. Captured earlier, a press of a button in it would not reach the button.
      handle.setPointerCapture(pointerId);
      sheet.style.translate = `0 ${clientY - begin.y}px`;
    }
  });
  handle.addEventListener('pointerup', ({ clientY, timeStamp }) => {
    const way = begin ? clientY - begin.y : 0;
    const isFar = way > sheet.clientHeight * FAR || begin !== null && way > (timeStamp - begin.at) * FAST;
    rest();
    if (way > PRESS && isFar) {
      sheet.close();
    }
  });
  handle.addEventListener('pointercancel', rest);
  // Else Chromium goes on with a scroll of its own after the swipe, and takes the next press for the end of it.
  handle.addEventListener('touchmove', event => event.preventDefault(), { passive: false });

  function rest() {
    begin = null;
    sheet.style.translate = '';
  }
}
