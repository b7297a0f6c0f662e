export const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Many calls, one run: `work` runs once, `ms` after the first call. */
export function coalesced(work, ms = 0) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, ms);
  };
}

/** Runs `work` when no call has come for `ms`: for someone who is still typing. */
export function debounced(work, ms) {
  let timer = null;
  return (...details) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...details), ms);
  };
}

/** The nth wait of a row of failures. Jitter keeps a thousand clients of one dead gateway from coming back as one. */
export function backoff(failures, { first = 500, most = 10_000 } = {}) {
  const longest = Math.min(most, first * 2 ** Math.min(failures, 16));
  return longest / 4 + Math.random() * longest * 0.75;
}
