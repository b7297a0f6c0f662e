import { Emitter } from '../base/emitter.js';

/** Who is known to be online or away; most people are neither. Emits `changed` (userId). */
export class Presence extends Emitter {
  #known = new Map();

  constructor(connection) {
    super();
    connection.on('PresenceChanged', (userId, online, lastSeenAt) => {
      this.#known.set(userId, { online, lastSeenAt });
      this.emit('changed', userId);
    });
    // What was true before a disconnect may be long past.
    connection.on('open', () => this.#known.clear());
  }

  of(userId) {
    return this.#known.get(userId);
  }
}
