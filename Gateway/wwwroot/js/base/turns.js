/**
 * Runs `work` one at a time. Returns a function that asks for a run which begins after the call, and that resolves or rejects
 * with this run. All calls during a run share exactly one next run, also after a run that failed.
 * @template T
 * @param {() => T | Promise<T>} work
 * @returns {() => Promise<T>}
 */
export function oneInFlight(work) {
  /** @type {?Promise<T>} */
  let current = null;
  /** @type {?Promise<T>} */
  let next = null;

  return () => current ? next ??= current.then(begin, begin) : begin();

  function begin() {
    next = null;
    const run = (async () => work())();
    const end = () => {
      if (!next) {
        current = null;
      }
    };
    // Registered before a caller can wait for the run: code that continues after it starts a new one.
    run.then(end, end);
    current = run;
    return run;
  }
}
