import { host } from '../base/host.js';

const KEY = 'im.servers';

/** How many addresses have not answered so far. */
let moved = 0;

/** The address that the program was given, then those that the server named. */
function addresses() {
  const own = new URL(host.server ?? document.baseURI);
  const others = JSON.parse(host.values.getItem(KEY) ?? '[]').map((/** @type {string} */ text) => new URL(text));
  return [own, ...others.filter((/** @type {URL} */ other) => new URL('.', other).href !== new URL('.', own).href)];
}

/**
 * An address of the server, at the gateway that answered last.
 * @param {string} path
 */
export function serverUrl(path) {
  const all = addresses();
  return new URL(path, all[moved % all.length]);
}

/**
 * The addresses of all gateways, as the server names them. They last: a page that starts while its own gateway is down needs them.
 * @param {string[]} named
 */
export function learnServers(named) {
  const whole = named.map(text => text.endsWith('/') ? text : `${text}/`);
  host.values.setItem(KEY, JSON.stringify(whole));
}

/**
 * Nothing answered at this address: what follows goes to the next one. Calls that failed together move on by one.
 * @param {URL} url
 */
export function leaveServer(url) {
  if (url.href.startsWith(serverUrl('.').href)) {
    moved += 1;
  }
}
