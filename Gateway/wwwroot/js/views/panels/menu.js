import { el } from '../../dom/el.js';
import { onKeys } from '../../dom/keys.js';
import { rove } from '../../dom/roving.js';
import { openPopover } from './popover.js';
import { isPhone, openSheet } from './sheet.js';

/**
 * Opens a menu beside its owner or at a point of it (`popover.js`), on a phone as a sheet (`sheet.js`). A choice closes it.
 * @param {string} label what it is a menu of
 * @param {{label: string, act: () => unknown}[]} items
 * @param {Element} owner
 * @param {{x: number, y: number}} [point]
 */
export function openMenu(label, items, owner, point) {
  const menu = el('div', { className: 'menu', role: 'menu', ariaLabel: label }, ...items.map(item =>
    el('button', { type: 'button', role: 'menuitem', textContent: item.label, onclick: () => choose(item) })));
  const close = isPhone() ? openSheet(menu, label) : openPopover(menu, owner, point);
  rove(menu, '[role=menuitem]');
  onKeys(menu, { Tab: close });
  /** @type {HTMLElement} */ (menu.firstElementChild).focus();

  /** @param {{act: () => unknown}} item */
  function choose({ act }) {
    close();
    act();
  }
}
