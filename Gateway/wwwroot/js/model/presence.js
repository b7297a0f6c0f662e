import { Emitter } from '../base/emitter.js';
import { host } from '../base/host.js';
import { coalesced } from '../base/timing.js';
import { ImError } from '../net/errors.js';
import { limits } from '../net/limits.js';

const LOOK_MS = 500;

/**
 * The presence of the people in the list, and whether this page is visible. Emits `changed` (userId).
 * A server without presence is asked only once by each connection.
 */
export class Presence extends Emitter {
  #connection;
  #store;
  #known = new Map();
  #watched = '';
  #look = coalesced(() => this.#watch(), LOOK_MS);

  constructor(connection, store) {
    super();
    this.#connection = connection;
    this.#store = store;
    connection.on('PresenceChanged', (userId, online, lastSeenAt) => this.#learn({ userId, online, lastSeenAt }));
    connection.on('open', () => this.#begin());
    connection.on('status', () => connection.isOpen || this.#forget());
    store.on('changed', this.#look);
    store.on('watched', this.#look);
    host.on('visibilitychange', () => this.#report());
  }

  /** `{online, lastSeenAt?}`; undefined if it is unknown or hidden from this user. */
  of(userId) {
    return this.#known.get(userId);
  }

  #begin() {
    this.#watched = '';
    this.#look();
    if (host.isHidden()) {
      this.#report();
    }
  }

  #report() {
    this.#connection.invoke('ReportState', host.isHidden() ? 'background' : 'foreground').catch(() => {});
  }

  async #watch() {
    const ids = this.#peers();
    const key = ids.toSorted().join();
    if (key === this.#watched || !this.#connection.isOpen) {
      return;
    }
    this.#watched = key;
    try {
      (await this.#connection.invoke('WatchPresence', ids)).forEach(state => this.#learn(state));
    } catch (error) {
      if (error instanceof ImError && error.retryable) {
        this.#watched = '';
        setTimeout(this.#look, error.retryAfterMs ?? 5000);
      }
    }
  }

  /** The person on the screen first, then the list from its top. */
  #peers() {
    const shown = [this.#store.get(this.#store.watched), ...this.#store.listed];
    const peers = shown.map(conversation => conversation?.peerId).filter(id => id && id !== this.#store.me);
    return [...new Set(peers)].slice(0, limits.maxWatched);
  }

  #learn({ userId, online, lastSeenAt }) {
    this.#known.set(userId, { online, lastSeenAt });
    this.emit('changed', userId);
  }

  /** The state from before a disconnect may be stale. */
  #forget() {
    const ids = [...this.#known.keys()];
    this.#known.clear();
    ids.forEach(id => this.emit('changed', id));
  }
}
