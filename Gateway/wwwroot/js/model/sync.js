import { Emitter } from '../base/emitter.js';
import { backoff } from '../base/timing.js';
import { oneInFlight } from '../base/turns.js';
import { ConnectionLost } from '../net/errors.js';
import { limits } from '../net/limits.js';

const CHECK_JITTER_MS = 1500;

/**
 * After each connect, and whenever the server has doubts: asks what has moved since the cursor, and repairs it.
 * Emits `done`, `reset` when the server says that what was known is void, and `change` for a new title, profile or setting.
 */
export class Sync extends Emitter {
  #connection;
  #store;
  #feed;
  #summaries;
  #cursor;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry = undefined;
  /** Asks now; once more when it is asking already. */
  run = oneInFlight(() => this.#run());

  constructor(connection, store, feed, summaries) {
    super();
    this.#connection = connection;
    this.#store = store;
    this.#feed = feed;
    this.#summaries = summaries;
    connection.on('open', () => this.run());
    // After the death of a silo many clients are asked to sync. They should not all do it at the same moment.
    connection.on('CheckHeads', () => setTimeout(() => this.run(), Math.random() * CHECK_JITTER_MS));
  }

  /** The cursor up to which everything held is complete; undefined if it is not complete. */
  get cursor() {
    return this.#cursor;
  }

  restore(cursor) {
    this.#cursor = cursor;
  }

  async #run() {
    clearTimeout(this.#retry);
    try {
      await this.#pull();
      this.#failures = 0;
      this.emit('done');
    } catch (error) {
      this.#failed(error);
    }
  }

  async #pull() {
    const moved = new Set();
    let seen = this.#cursor ? null : new Set();
    let request = this.#cursor ? { cursor: this.#cursor, heads: this.#heads() } : {};
    for (let more = true; more; ) {
      const page = await this.#connection.invoke('Sync', request);
      if (page.reset) {
        seen = new Set();
        this.emit('reset');
      }
      page.changes.forEach(change => this.#change(change, moved));
      page.conversations.forEach(place => this.#place(place, moved, page.reset));
      page.conversations.forEach(({ conversationId }) => seen?.add(conversationId));
      request = { cursor: page.cursor };
      more = page.more;
    }
    // Only now: a whole index that broke off half-way must start over, or the rest of it would never come.
    this.#cursor = request.cursor;
    if (seen) {
      this.#store.keepOnly(seen);
    }
    await this.#describe(moved, seen);
  }

  /** Titles and last messages: the first page of the list, and those that moved. */
  async #describe(moved, seen) {
    if (!this.#summaries.begun) {
      const described = await this.#summaries.more();
      const missing = seen ? [] : [...moved].filter(id => !described.has(id));
      return this.#summaries.refresh(missing);
    }
    return this.#summaries.refresh(seen ? this.#store.listed.map(({ id }) => id) : moved);
  }

  #heads() {
    return Object.fromEntries(this.#store.listed.slice(0, limits.maxSyncHeads).map(({ id, log }) => [id, log.high]));
  }

  #change(change, moved) {
    const { kind, conversationId, seq, title } = change;
    if (kind === 'left') {
      this.#store.remove(conversationId);
    } else if (kind === 'read') {
      this.#store.get(conversationId)?.read(seq);
    } else if (kind === 'joined' || kind === 'updated' && title === undefined) {
      moved.add(conversationId);
    } else {
      this.emit('change', change);
    }
  }

  #place(place, moved, reset) {
    const conversation = this.#store.ensure(place.conversationId, place.head);
    moved.add(conversation.id);
    if (place.reset) {
      conversation.reset();
      this.#store.emit('reset', conversation);
    }
    if (reset || place.reset) {
      this.#feed.restart(conversation, place.head);
    }
    if (place.head >= conversation.log.high) {
      conversation.place(place);
    }
    this.#feed.catchUp(conversation, place.head);
    this.#store.emit('changed', conversation);
  }

  #failed(error) {
    if (error.code === 1007) {
      this.#cursor = undefined;
    }
    // Without a connection there is nothing to do: the next connect runs it again.
    if (!(error instanceof ConnectionLost) || this.#connection.isOpen) {
      this.#retry = setTimeout(() => this.#connection.isOpen && this.run(), error.retryAfterMs ?? backoff(this.#failures++));
    }
  }
}
