import { onKeys, withoutModifiers } from '../../dom/keys.js';
import { setTabStop } from '../../dom/roving.js';

/** @import { VirtualRows } from './virtual-rows.js' */

const INSIDE = 'a, button';

/**
 * One tab stop for all messages: Tab enters at the lowest that is in view and goes on through the links and buttons of that one only; arrow
 * keys walk through the messages, Home goes to the oldest that is held, End (`toEnd`) to the newest. `list` is the `VirtualRows` of `rows`.
 * Answers what is to be called after each drawing and scrolling.
 * @param {HTMLElement} scroller
 * @param {HTMLElement} rows
 * @param {VirtualRows} list
 * @param {() => void} toEnd
 */
export function walkMessages(scroller, rows, list, toEnd) {
  /** @type {?HTMLElement} */
  let stop = null;
  const focused = () => list.indexOf(document.activeElement);
  const here = () => focused() >= 0 ? focused() : list.lastSeen;

  rows.addEventListener('focusin', ({ target }) => {
    stop = rowOf(/** @type {Element} */ (target));
    settle();
  });
  onKeys(scroller, {
    ArrowDown: withoutModifiers(() => !list.endsBelow(focused()) && go(here() + 1)),
    ArrowUp: withoutModifiers(() => !list.beginsAbove(focused()) && go(here() - 1)),
    Home: withoutModifiers(() => go(0)),
    End: withoutModifiers(() => {
      toEnd();
      return go(list.count - 1);
    }),
  });

  return () => {
    const isInside = rows.contains(document.activeElement);
    if (!isInside) {
      stop = list.elementAt(list.lastSeen) ?? /** @type {?HTMLElement} */ (rows.lastElementChild);
    }
    settle();
  };

  /** @param {number} index */
  function go(index) {
    if (index < 0 || index >= list.count) {
      return false;
    }
    list.reveal(index);
    stop = list.elementAt(index);
    // One that was drawn a moment ago cannot have the focus before it is a tab stop.
    settle();
    stop?.focus({ preventScroll: true });
    return true;
  }

  function settle() {
    for (const row of rows.children) {
      setTabStop(row, row === stop);
    }
    rows.querySelectorAll(INSIDE).forEach(node => setTabStop(node, stop?.contains(node) === true));
  }

  /** @param {Element} node */
  function rowOf(node) {
    return list.elementAt(list.indexOf(node));
  }
}
