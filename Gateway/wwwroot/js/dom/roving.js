import { onKeys, withoutModifiers } from './keys.js';

/**
 * Makes one tab stop of all that the selector `items` finds in `list`: Tab enters where one was, or at the current one; arrow keys, Home and End
 * walk through the others. What is added to `list` later joins by itself.
 */
export function rove(list, items) {
  let stop = null;
  const all = () => [...list.querySelectorAll(items)];
  const to = pick => withoutModifiers(() => {
    const found = all();
    const item = found[pick(found.indexOf(document.activeElement.closest(items)), found.length)];
    item?.focus();
    return item !== undefined;
  });

  new MutationObserver(settle).observe(list, { childList: true });
  list.addEventListener('focusin', ({ target }) => {
    stop = target.closest(items) ?? stop;
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
    stop = found.includes(stop) ? stop : found.find(item => item.ariaCurrent) ?? found[0];
    found.forEach(item => setTabStop(item, item === stop));
  }
}

/** Whether Tab reaches it. Nothing is set that is so already. */
export function setTabStop(node, isStop) {
  const tabIndex = isStop ? '0' : '-1';
  if (node.getAttribute('tabindex') !== tabIndex) {
    node.setAttribute('tabindex', tabIndex);
  }
}
