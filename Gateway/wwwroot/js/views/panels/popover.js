const GAP = 4;
/** From the edges of the window. */
const MARGIN = 8;

/**
 * Opens `node` beside the element `owner`, or at a point `{x, y}` of it. A press elsewhere, Escape and a window of another size close it,
 * and then the focus goes back. It is no part of its owner: a change of the owner does not close it. Returns what closes it.
 * @param {HTMLElement} node
 * @param {Element} owner
 * @param {{x: number, y: number}} [point]
 */
export function openPopover(node, owner, point) {
  const around = point ? new DOMRect(point.x, point.y, 0, 0) : owner.getBoundingClientRect();
  node.classList.add('popover');
  node.popover = 'auto';
  const close = () => node.hidePopover();
  node.addEventListener('toggle', ({ newState }) => {
    if (newState === 'closed') {
      removeEventListener('resize', close);
      node.remove();
    }
  });
  // Its place would be another one, and in a narrow window it would be a sheet.
  addEventListener('resize', close);
  // Outside of the dialog or landmark of its owner it could not be used, or not be found.
  (owner.closest('dialog, main, nav') ?? document.body).append(node);
  node.showPopover();
  const { width, height } = node.getBoundingClientRect();
  const below = around.bottom + GAP;
  const top = below + height + MARGIN <= innerHeight ? below : around.top - GAP - height;
  node.style.setProperty('--left', `${within(around.left, innerWidth - width)}px`);
  node.style.setProperty('--top', `${within(top, innerHeight - height)}px`);
  return close;
}

/**
 * @param {number} wanted
 * @param {number} most
 */
function within(wanted, most) {
  return Math.max(MARGIN, Math.min(wanted, most - MARGIN));
}
