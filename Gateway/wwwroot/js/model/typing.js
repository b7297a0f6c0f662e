import { Emitter } from '../base/emitter.js';

const SAY_EVERY_MS = 3000;
const SHOW_FOR_MS = 5000;

/** The people who are typing, by conversation. Emits `changed` (conversationId). */
export class Typing extends Emitter {
  #connection;
  #saidAt = new Map();
  #timers = new Map();

  constructor(connection, store) {
    super();
    this.#connection = connection;
    connection.on('Typing', (conversationId, userId) => userId !== store.me && this.#show(conversationId, userId));
    store.on('arrived', ({ id }, entries) => entries.forEach(({ senderId }) => this.#hide(id, senderId)));
  }

  say(conversationId) {
    if (Date.now() - (this.#saidAt.get(conversationId) ?? 0) >= SAY_EVERY_MS) {
      this.#saidAt.set(conversationId, Date.now());
      // A lost one does no harm: the next follows in three seconds.
      this.#connection.invoke('Typing', conversationId).catch(() => {});
    }
  }

  in(conversationId) {
    return [...(this.#timers.get(conversationId)?.keys() ?? [])];
  }

  #show(conversationId, userId) {
    const timers = this.#timers.get(conversationId) ?? new Map();
    this.#timers.set(conversationId, timers);
    clearTimeout(timers.get(userId));
    timers.set(userId, setTimeout(() => this.#hide(conversationId, userId), SHOW_FOR_MS));
    this.emit('changed', conversationId);
  }

  #hide(conversationId, userId) {
    const timers = this.#timers.get(conversationId);
    clearTimeout(timers?.get(userId));
    if (timers?.delete(userId)) {
      this.emit('changed', conversationId);
    }
  }
}
