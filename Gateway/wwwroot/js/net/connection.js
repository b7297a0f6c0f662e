import { Emitter } from '../base/emitter.js';
import { host } from '../base/host.js';
import { backoff } from '../base/timing.js';
import { ConnectionLost } from './errors.js';
import { serverUrl } from './servers.js';
import { HubSocket } from './signalr.js';

/** After a connection that lasted this long, the next failure counts as the first. */
const GOOD_AFTER_MS = 10_000;

/**
 * Keeps a hub connection until it is stopped. Emits `status` ('connecting', 'open', 'waiting'), `open` after each connect,
 * and what the server invokes under its own name, as in `MessagesPosted`.
 */
export class Connection extends Emitter {
  #session;
  #probe;
  /** @type {?HubSocket} */
  #hub = null;
  #stopped = false;
  /** @type {(value?: unknown) => void} */
  #wake = () => {};
  status = 'connecting';
  /** Why the server closed the last connection, when it said so: too many of them, for example. @type {any} */
  refusal = null;

  /**
   * `probe` asks something over REST: a browser does not say why a WebSocket was refused, an HTTP answer does.
   * @param {{accessToken(): Promise<string>}} session
   * @param {() => Promise<unknown>} probe
   */
  constructor(session, probe) {
    super();
    this.#session = session;
    this.#probe = probe;
  }

  async start() {
    host.on('online', () => this.#wake());
    // A connection without a network is noticed after a minute only. Where the network is not needed, the next one follows at once.
    host.on('offline', () => this.#hub?.close());
    host.on('visibilitychange', () => host.isHidden() || this.#wake());
    for (let failures = 0; !this.#stopped; failures++) {
      const openedFor = await this.#connectOnce();
      failures = openedFor > GOOD_AFTER_MS ? 0 : failures;
      if (!this.#stopped) {
        this.#become('waiting');
        await this.#pause(backoff(failures));
      }
    }
  }

  stop() {
    this.#stopped = true;
    this.#hub?.close();
    this.#wake();
  }

  /** False after a stop, so that work which repeats while there is a connection ends. */
  get isOpen() {
    return this.status === 'open' && !this.#stopped;
  }

  /**
   * @param {string} method
   * @param {unknown[]} args
   * @returns {Promise<any>}
   */
  invoke(method, ...args) {
    return this.isOpen && this.#hub ? this.#hub.invoke(method, ...args) : Promise.reject(new ConnectionLost());
  }

  /** Answers how long it was open, in ms. */
  async #connectOnce() {
    this.#become('connecting');
    let hub;
    try {
      hub = this.#hub = new HubSocket(hubUrl(), await this.#session.accessToken(), (method, args) => this.emit(method, ...args));
      await hub.opened;
    } catch {
      await this.#probe().catch(() => {});
      return 0;
    }
    const since = Date.now();
    this.#become('open');
    this.emit('open');
    this.refusal = await hub.closed;
    return Date.now() - since;
  }

  /** @param {'connecting' | 'open' | 'waiting'} status */
  #become(status) {
    this.status = status;
    this.emit('status', status);
  }

  /** @param {number} ms */
  #pause(ms) {
    return new Promise(resolve => {
      this.#wake = resolve;
      setTimeout(resolve, ms);
    });
  }
}

function hubUrl() {
  const url = serverUrl('hubs/chat');
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}
