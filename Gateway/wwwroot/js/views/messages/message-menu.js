import { onKeys } from '../../dom/keys.js';
import { onLongPress } from '../../dom/long-press.js';
import { isOwnWords, textOf } from '../../kinds/kinds.js';
import { words } from '../../text/language.js';
import { openMenu } from '../panels/menu.js';
import { toast } from '../toast.js';

/**
 * The menu of a message: by Enter or the menu key on a message that has the focus, and by the right button or a long press of a finger on
 * its bubble. Links and selected text keep the menu of the browser. `messageOf(node)` answers the message that this element belongs to.
 * @param {HTMLElement} rows
 * @param {import('../../model/people.js').People} people
 * @param {(node: Element) => import('./items.js').Item | undefined} messageOf
 */
export function offerMenu(rows, people, messageOf) {
  // A page over plain http from another host has no clipboard. There the browser copies, and a long press selects.
  const canCopy = Boolean(navigator.clipboard);
  rows.classList.toggle('with-menus', canCopy);
  rows.addEventListener('contextmenu', event => {
    const target = /** @type {HTMLElement} */ (event.target);
    // Chromium sends this event for a long press too.
    const byHand = /** @type {PointerEvent} */ (event).pointerType !== 'touch' && isFree(target);
    if (target.parentElement === rows ? show(target) : byHand && show(target, { point: { x: event.clientX, y: event.clientY } })) {
      event.preventDefault();
    }
  });
  onLongPress(rows, event => {
    const target = /** @type {HTMLElement} */ (event.target);
    return isFree(target) && show(target, { byFinger: true });
  });
  onKeys(rows, { Enter: ({ target }) => target instanceof HTMLElement && target.parentElement === rows && show(target) });

  /**
   * @param {Element} node
   * @param {{point?: {x: number, y: number}, byFinger?: boolean}} [way]
   */
  function show(node, way) {
    const message = messageOf(node);
    const items = message ? actionsOn(message) : [];
    if (items.length > 0) {
      openMenu(words.message, items, node.closest('.bubble') ?? node.querySelector('.bubble') ?? node, way);
    }
    return items.length > 0;
  }

  /** @param {import('./items.js').Item} message */
  function actionsOn(message) {
    return canCopy && isOwnWords(message) ? [{ label: words.copy, act: () => copy(textOf(message, people)) }] : [];
  }
}

/** Whether nothing at this place of a bubble has a menu of its own. @param {Element} node */
function isFree(node) {
  return node.closest('.bubble') !== null && node.closest('a, button') === null && getSelection()?.isCollapsed !== false;
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.copied);
  } catch {
    toast(words.notCopied);
  }
}
