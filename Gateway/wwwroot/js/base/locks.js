/** @type {Map<string, Promise<unknown>>} */
const tails = new Map();

/**
 * Runs work exclusively, across all tabs of this browser. Over plain http from another host there are no Web Locks:
 * there the work is exclusive only within this tab.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export function alone(name, work) {
  return globalThis.navigator?.locks ? /** @type {Promise<any>} */ (navigator.locks.request(name, work)) : queued(name, work);
}

/**
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 */
function queued(name, work) {
  const result = (tails.get(name) ?? Promise.resolve()).then(work);
  tails.set(name, result.catch(() => {}));
  return result;
}
