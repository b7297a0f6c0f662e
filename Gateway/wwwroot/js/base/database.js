/**
 * The operations of a transaction on one store. `change` puts the value that `work` makes of the present one, or nothing if it is
 * undefined.
 * @typedef {object} Writing
 * @property {(value: any, key?: any) => void} put
 * @property {(key: any) => void} delete
 * @property {() => void} clear
 * @property {(key: any, work: (held: any) => any) => void} change
 */

/**
 * The operations of the modules on a database.
 * @typedef {Pick<Database, 'get' | 'all' | 'put' | 'delete' | 'write'>} Kept
 */

/** An IndexedDB database as promises. `stores` maps names to key paths; null for keys given apart. */
export class Database {
  /** @type {IDBDatabase} */
  #db;

  /**
   * @param {string} name
   * @param {Record<string, ?string>} stores
   */
  static async open(name, stores) {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => Object.entries(stores).forEach(([store, keyPath]) => opening.result.createObjectStore(store, { keyPath }));
    return new Database(await outcome(opening));
  }

  /**
   * Tabs that have it open let go of it.
   * @param {string} name
   */
  static async delete(name) {
    await outcome(indexedDB.deleteDatabase(name));
  }

  /** @param {IDBDatabase} db */
  constructor(db) {
    this.#db = db;
    db.onversionchange = () => db.close();
  }

  /**
   * @param {string} store
   * @param {IDBValidKey} key
   */
  get(store, key) {
    return outcome(this.#db.transaction(store).objectStore(store).get(key));
  }

  /** @param {string} store */
  all(store) {
    return outcome(this.#db.transaction(store).objectStore(store).getAll());
  }

  /**
   * @param {string} store
   * @param {unknown} value
   * @param {IDBValidKey} [key]
   */
  put(store, value, key) {
    return this.write([store], stores => stores[store].put(value, key));
  }

  /**
   * @param {string} store
   * @param {IDBValidKey} key
   */
  delete(store, key) {
    return this.write([store], stores => stores[store].delete(key));
  }

  /**
   * Runs `work({name: Writing})` in one transaction. Resolves when all of it is on the disk, as far as the browser reports.
   * @param {string[]} names
   * @param {(stores: Record<string, Writing>) => unknown} work
   */
  write(names, work) {
    return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
      const transaction = this.#db.transaction(names, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      work(Object.fromEntries(names.map(name => [name, writing(transaction.objectStore(name))])));
    }));
  }
}

/**
 * @param {IDBObjectStore} store
 * @returns {Writing}
 */
function writing(store) {
  return {
    put: (value, key) => void store.put(value, key),
    delete: key => void store.delete(key),
    clear: () => void store.clear(),
    change(key, work) {
      const reading = store.get(key);
      reading.onsuccess = () => {
        const value = work(reading.result);
        if (value !== undefined) {
          store.put(value);
        }
      };
    },
  };
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
