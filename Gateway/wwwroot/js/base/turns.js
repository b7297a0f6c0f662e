/**
 * Runs `work` one at a time. Answers what asks for a run that begins after the call, and resolves or rejects with that run:
 * all requests during a run share exactly one next run, also after a run that failed.
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
