/** @type {Map<string, Promise<unknown>>} */
const tails = new Map();

/**
 * Runs work alone, across all tabs of this browser. Plain http on another host has no Web Locks:
 * there it is alone within this tab, which is all that can be had.
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
