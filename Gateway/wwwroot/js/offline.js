const SOURCE = 'sw.js';

/** Opens the page without a server from the next visit on, where the browser can: https, or this machine. */
export async function keepPage() {
  if (!navigator.serviceWorker) {
    return;
  }
  await navigator.serviceWorker.register(trusted(SOURCE));
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType('resource').map(({ name }) => name).filter(name => /\/(bundle|js|styles|icons)\//.test(new URL(name).pathname));
  active?.postMessage([new URL('.', document.baseURI).href, ...parts]);
}

/**
 * The one policy that our content security policy names, for the one script that is loaded by its address.
 * @param {string} source
 */
function trusted(source) {
  // Not every browser knows them, nor do the types of the compiler.
  const { trustedTypes } = /** @type {any} */ (globalThis);
  return trustedTypes
    ? trustedTypes.createPolicy('im', { createScriptURL: () => new URL(source, document.baseURI).href }).createScriptURL(source)
    : source;
}
