/** The parts of a browser that the modules use and Node does not have. Loaded before each test. */
const kept = new Map();

globalThis.localStorage ??= {
  getItem: key => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, String(value)),
  removeItem: key => void kept.delete(key),
};

Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { languages: ['en-GB'], onLine: true, userAgent: 'Node' } });

globalThis.document ??= { baseURI: 'http://localhost/', hidden: false, addEventListener() {} };

globalThis.addEventListener ??= () => {};

globalThis.reportError ??= error => globalThis.reported.push(error);

/** Errors that the page would have written to the console. */
globalThis.reported = [];

Promise.withResolvers ??= function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
};
