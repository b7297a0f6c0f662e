import { el } from '../../dom/el.js';
import { onKeys } from '../../dom/keys.js';
import { rove } from '../../dom/roving.js';
import { openPopover } from './popover.js';
import { isPhone, openSheet } from './sheet.js';

/**
 * Opens a menu beside its owner or at a point of it (`popover.js`). On a phone, and for a finger, it is a sheet (`sheet.js`): a popover would
 * close as soon as the finger lifts. A choice closes it.
 * @param {string} label what it is a menu of
 * @param {{label: string, act: () => unknown}[]} items
 * @param {Element} owner
 * @param {{point?: {x: number, y: number}, byFinger?: boolean}} more
 */
export function openMenu(label, items, owner, { point, byFinger = false } = {}) {
  const menu = el('div', { className: 'menu', role: 'menu', ariaLabel: label }, ...items.map(item =>
    el('button', { type: 'button', role: 'menuitem', textContent: item.label, onclick: () => choose(item) })));
  const close = byFinger || isPhone() ? openSheet(menu, label) : openPopover(menu, owner, point);
  rove(menu, '[role=menuitem]');
  onKeys(menu, { Tab: close });
  /** @type {HTMLElement} */ (menu.firstElementChild).focus();

  /** @param {{act: () => unknown}} item */
  function choose({ act }) {
    close();
    act();
  }
}
