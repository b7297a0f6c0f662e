const LONG_MS = 500;
/** Fingers are never quite still. */
const STILL = 10;

/**
 * Calls `act` when a finger has rested on a place for a moment. A finger that moves scrolls instead, and a mouse has a right button.
 * @param {HTMLElement} node
 * @param {(event: PointerEvent) => unknown} act
 */
export function onLongPress(node, act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {?PointerEvent} */
  let begin = null;
  const stop = () => clearTimeout(timer);
  node.addEventListener('pointerdown', event => {
    stop();
    if (event.pointerType === 'touch' && event.isPrimary) {
      begin = event;
      timer = setTimeout(() => {
        // Else the browser plays a press of a mouse when the finger lifts, which takes the focus from what has opened.
        node.addEventListener('touchend', lifted => lifted.preventDefault(), { once: true, passive: false });
        act(event);
      }, LONG_MS);
    }
  });
  node.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (begin && Math.hypot(clientX - begin.clientX, clientY - begin.clientY) > STILL) {
      stop();
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    node.addEventListener(end, stop);
  }
}
