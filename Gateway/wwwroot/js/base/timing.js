/** @param {number} ms */
export const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/**
 * Many calls, one run: `work` runs once, `ms` after the first call.
 * @param {() => unknown} work
 */
export function coalesced(work, ms = 0) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, ms);
  };
}

/**
 * Runs `work` when no call has come for `ms`: for someone who is still typing.
 * @template {any[]} T
 * @param {(...details: T) => unknown} work
 * @param {number} ms
 * @returns {(...details: T) => void}
 */
export function debounced(work, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (...details) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...details), ms);
  };
}

/**
 * The wait after so many failures in a row. Jitter keeps the clients of a dead gateway from reconnecting at the same moment.
 * @param {number} failures
 */
export function backoff(failures, { first = 500, most = 10_000 } = {}) {
  const longest = Math.min(most, first * 2 ** Math.min(failures, 16));
  return longest / 4 + Math.random() * longest * 0.75;
}
