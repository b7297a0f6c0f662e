import { onKeys, withoutModifiers } from './keys.js';

/**
 * Makes one tab stop of all that the selector `items` finds in `list`: Tab enters where one was, or at the current one; arrow keys, Home
 * and End walk through the others. Elements that are added to `list` later join automatically; with `deep`, also those that are added
 * within its children.
 * @param {HTMLElement} list
 * @param {string} items
 * @param {boolean} deep
 */
export function rove(list, items, deep = false) {
  /** @type {HTMLElement | undefined} */
  let stop;
  const all = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(items)]);
  /** @param {(here: number, count: number) => number} pick */
  const to = pick => withoutModifiers(() => {
    const found = all();
    const item = found[pick(found.findIndex(one => one === document.activeElement?.closest(items)), found.length)];
    item?.focus();
    return item !== undefined;
  });

  new MutationObserver(settle).observe(list, { childList: true, subtree: deep });
  list.addEventListener('focusin', ({ target }) => {
    stop = all().find(item => item.contains(/** @type {Node} */ (target))) ?? stop;
    settle();
  });
  onKeys(list, {
    ArrowDown: to(here => here + 1),
    ArrowUp: to(here => here - 1),
    Home: to(() => 0),
    End: to((here, count) => count - 1),
  });
  settle();

  function settle() {
    const found = all();
    stop = found.find(item => item === stop) ?? found.find(item => item.ariaCurrent) ?? found.at(0);
    found.forEach(item => setTabStop(item, item === stop));
  }
}

/**
 * Whether Tab reaches it. Nothing is set that is so already.
 * @param {Element} node
 * @param {boolean} isStop
 */
export function setTabStop(node, isStop) {
  const tabIndex = isStop ? '0' : '-1';
  if (node.getAttribute('tabindex') !== tabIndex) {
    node.setAttribute('tabindex', tabIndex);
  }
}
