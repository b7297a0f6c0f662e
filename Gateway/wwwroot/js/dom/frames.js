/** A hidden page gets no frames, but its title still counts unread messages. */
const LATEST_MS = 200;

/** The work for the next frame, by its order in it. */
const turns = /** @type {Set<() => void>[]} */ ([new Set(), new Set()]);
let frame = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Many calls, one run of `work`: before the next frame is painted, or a little later when no frame comes. Work that shows what other work
 * of the same frame changes has a later `turn`.
 * @param {() => void} work
 * @param {0 | 1} turn
 */
export function framed(work, turn = 0) {
  return () => {
    turns[turn].add(work);
    schedule();
  };
}

function schedule() {
  if (timer === undefined) {
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, LATEST_MS);
  }
}

function run() {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
  timer = undefined;
  turns.forEach((_, turn) => {
    const due = turns[turn];
    turns[turn] = new Set();
    due.forEach(attempt);
  });
  if (turns.some(({ size }) => size > 0)) {
    schedule();
  }
}

/**
 * A defect in one place must not leave the others undrawn.
 * @param {() => void} work
 */
function attempt(work) {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}
