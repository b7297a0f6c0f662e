/** Small values for the life of the program, as `base/host.js` wants them. */
export class MemoryValues {
  #values = new Map();

  /** @param {string} key */
  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    this.#values.set(key, String(value));
  }

  /** @param {string} key */
  removeItem(key) {
    this.#values.delete(key);
  }

  /** @returns {string[]} */
  keys() {
    return [...this.#values.keys()];
  }
}

/**
 * A database for the life of the program: what `base/database.js` is in a browser. Values go in and out as copies. A transaction whose work
 * throws changes nothing.
 */
export class MemoryDatabase {
  /** @type {Map<string, Map<any, any>>} */
  #stores;
  #keyPaths;

  /** The `Databases` of `base/host.js`: each name is one database. */
  static all() {
    const open = new Map();
    return {
      open: async (name, keyPaths) => open.get(name) ?? open.set(name, new MemoryDatabase(keyPaths)).get(name),
      delete: async name => void open.delete(name),
    };
  }

  /**
   * @param {Record<string, ?string>} keyPaths null for a store whose keys are given apart
   * @param {Map<string, Map<any, any>>} [kept]
   */
  constructor(keyPaths, kept = new Map()) {
    this.#keyPaths = keyPaths;
    this.#stores = new Map(Object.keys(keyPaths).map(name => [name, kept.get(name) ?? new Map()]));
  }

  /**
   * @param {string} store
   * @param {any} key
   */
  async get(store, key) {
    return structuredClone(this.#stores.get(store).get(key));
  }

  /** @param {string} store */
  async all(store) {
    return structuredClone([...this.#stores.get(store).values()]);
  }

  /**
   * @param {string} store
   * @param {any} value
   * @param {any} [key]
   */
  put(store, value, key) {
    return this.write([store], stores => stores[store].put(value, key));
  }

  /**
   * @param {string} store
   * @param {any} key
   */
  delete(store, key) {
    return this.write([store], stores => stores[store].delete(key));
  }

  /**
   * @param {string[]} names
   * @param {(stores: Record<string, import('../js/base/database.js').Writing>) => unknown} work
   */
  async write(names, work) {
    const changed = new Map(names.map(name => [name, new Map(this.#stores.get(name))]));
    work(Object.fromEntries(names.map(name => [name, this.#writing(changed.get(name), this.#keyPaths[name])])));
    await this.keep(new Map([...this.#stores, ...changed]));
    changed.forEach((values, name) => this.#stores.set(name, values));
  }

  /**
   * Makes a change durable before it counts; there is nothing to do in memory.
   * @param {Map<string, Map<any, any>>} stores all of them, after the change
   */
  async keep(stores) {}

  /**
   * @param {Map<any, any>} values
   * @param {?string} keyPath
   * @returns {import('../js/base/database.js').Writing}
   */
  #writing(values, keyPath) {
    const put = (value, key) => void values.set(keyPath ? value[keyPath] : key, structuredClone(value));
    return {
      put,
      delete: key => void values.delete(key),
      clear: () => values.clear(),
      change(key, work) {
        const value = work(structuredClone(values.get(key)));
        if (value !== undefined) {
          put(value);
        }
      },
    };
  }
}
