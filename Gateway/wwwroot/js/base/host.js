import { Database } from './database.js';

/**
 * Small values that last, as `localStorage` has them.
 * @typedef {object} Values
 * @property {(key: string) => ?string} getItem
 * @property {(key: string, value: string) => void} setItem
 * @property {(key: string) => void} removeItem
 * @property {() => string[]} keys
 */

/**
 * The source of databases; `base/database.js` has the one of a browser.
 * @typedef {object} Databases
 * @property {(name: string, stores: Record<string, ?string>) => Promise<import('./database.js').Kept>} open
 * @property {(name: string) => Promise<void>} delete
 */

/**
 * The needs of the modules from the program that they run in. `server` is the address of the server with a slash at the end: that of the
 * page when null. `deviceName` is what the list of devices shows: the name of the browser when null.
 * @typedef {object} Host
 * @property {?string} server
 * @property {Values} values
 * @property {Databases} databases
 * @property {string} platform
 * @property {?string} deviceName
 * @property {() => boolean} isHidden whether nobody can see the page
 * @property {(type: 'online' | 'offline' | 'pagehide' | 'visibilitychange', handler: () => void) => void} on
 */

/** The host of a page, which has all of it. @type {Host} */
export const host = {
  server: null,
  values: {
    getItem: key => localStorage.getItem(key),
    setItem: (key, value) => localStorage.setItem(key, value),
    removeItem: key => localStorage.removeItem(key),
    keys: () => Object.keys(localStorage),
  },
  databases: Database,
  platform: 'web',
  deviceName: null,
  isHidden: () => document.hidden,
  on: (type, handler) => (type === 'visibilitychange' ? document : globalThis).addEventListener(type, handler),
};

/**
 * Replaces parts of the host: before the first session is opened, and once in a program.
 * @param {Partial<Host>} parts
 */
export function runIn(parts) {
  Object.assign(host, parts);
}
