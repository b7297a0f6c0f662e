import { Emitter } from './emitter.js';

/** The other tabs of this browser: `notify` sends to all of them, under the name that they listen to. */
export class Tabs extends Emitter {
  /** @type {BroadcastChannel} */
  #channel;

  /** @param {string} name */
  constructor(name) {
    super();
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data: [type, ...details] }) => this.emit(type, ...details);
    // Outside of a browser, an open channel that listens would keep the program from its end.
    /** @type {any} */ (this.#channel).unref?.();
  }

  /**
   * @param {string} type
   * @param {unknown[]} details
   */
  notify(type, ...details) {
    this.#channel.postMessage([type, ...details]);
  }

  close() {
    this.#channel.close();
  }
}
