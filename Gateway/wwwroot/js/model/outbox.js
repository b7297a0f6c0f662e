import { Emitter } from '../base/emitter.js';
import { uuid7 } from '../base/ids.js';
import { alone } from '../base/locks.js';
import { backoff, pause } from '../base/timing.js';
import { oneInFlight } from '../base/turns.js';
import { ConnectionLost } from '../net/errors.js';
import { toDraft } from './draft.js';
import { OutboxItems } from './outbox-items.js';

/** A quota that ends with the day is a failure that the sender sees. */
const PATIENCE_MS = 60_000;

/**
 * A message on its way, as it is stored; with a `failure` it waits for its sender.
 * @typedef {{clientMessageId: string, conversationId: string, text: string, createdAt: string, failure?: {code: number, message: string}}}
 * Waiting
 */

/**
 * Messages on their way. Each is stored until its receipt, and sent again with the same clientMessageId after whatever
 * happened: the server stores it once. One tab at a time sends for a conversation, oldest first.
 * Emits `changed` (conversationId) and `failed` (item).
 */
export class Outbox extends Emitter {
  #connection;
  #feed;
  #items;
  #me;
  #tabs;
  /** For each conversation, the function that sends all its waiting messages. */
  #lanes = new Map();

  constructor({ connection, feed, store, database, tabs }) {
    super();
    this.#connection = connection;
    this.#feed = feed;
    this.#me = store.me;
    this.#tabs = tabs;
    this.#items = new OutboxItems(database, tabs, conversationId => this.emit('changed', conversationId));
    // A tab that is one too many for the server has no connection, nor has one that just lost it: another tab sends, and reports the
    // outcome.
    tabs.on('send', conversationId => connection.isOpen && this.#send(conversationId));
    tabs.on('sent', (conversationId, messages) => connection.isOpen || feed.take(conversationId, messages));
    connection.on('open', () => this.#items.conversations.forEach(id => this.#send(id)));
    // The receipt may be lost while the entry itself arrives, by Sync or by another tab.
    store.on('arrived', ({ id }, entries) => this.#stored(id, entries.filter(({ senderId }) => senderId === this.#me)));
  }

  load() {
    return this.#items.load();
  }

  get all() {
    return this.#items.all;
  }

  of(conversationId) {
    return this.#items.of(conversationId);
  }

  /** Resolves once the message is kept: from then on it is sent, whatever happens to this page. */
  async post(conversationId, text) {
    await this.#put({ clientMessageId: uuid7(), conversationId, text, createdAt: new Date().toISOString() });
  }

  /** @param {Waiting} item */
  async retry({ failure, ...item }) {
    await this.#put(item);
  }

  async discard(items) {
    await this.#items.remove(items);
    new Set(items.map(({ conversationId }) => conversationId)).forEach(id => this.emit('changed', id));
  }

  async #put(item) {
    await this.#items.put(item);
    this.emit('changed', item.conversationId);
    this.#send(item.conversationId);
  }

  #send(conversationId) {
    if (!this.#connection.isOpen) {
      this.#tabs.notify('send', conversationId);
    }
    if (!this.#lanes.has(conversationId)) {
      this.#lanes.set(conversationId, oneInFlight(() => alone(`im.send.${this.#me}.${conversationId}`, () => this.#sendAll(conversationId))));
    }
    return this.#lanes.get(conversationId)();
  }

  /** Until nothing is left, or the connection is gone: then the next connect goes on. */
  async #sendAll(conversationId) {
    for (let failures = 0, oneByOne = false; this.#connection.isOpen; ) {
      const batch = await this.#items.batch(conversationId, oneByOne);
      if (batch.length === 0) {
        return;
      }
      try {
        await this.#received(batch, await this.#connection.invoke('Send', conversationId, batch.map(toDraft)));
        failures = 0;
      } catch (error) {
        if (error instanceof ConnectionLost || error.endsSession) {
          this.#tabs.notify('send', conversationId);
          return;
        }
        if (error.retryable && !(error.retryAfterMs > PATIENCE_MS)) {
          await pause(error.retryAfterMs ?? backoff(failures++));
        } else if (batch.length > 1) {
          // All or nothing: only one by one shows which of them the server refuses.
          oneByOne = true;
        } else {
          await this.#failed(batch[0], error);
        }
      }
    }
  }

  /** The sending connection gets the receipt instead of the entry: together with the draft it is the entry. */
  async #received(batch, receipts) {
    const { conversationId } = batch[0];
    const entries = receipts.map(({ seq, messageId, sentAt }, i) => ({ ...toDraft(batch[i]), conversationId, seq, messageId, sentAt, senderId: this.#me }));
    this.#feed.take(conversationId, entries);
    this.#tabs.notify('sent', conversationId, entries);
    await this.#items.remove(batch);
    this.emit('changed', conversationId);
  }

  #stored(conversationId, entries) {
    const arrived = new Set(entries.map(({ clientMessageId }) => clientMessageId));
    this.#items.remove(this.of(conversationId).filter(({ clientMessageId }) => arrived.has(clientMessageId)));
  }

  async #failed(item, { code, message }) {
    const failed = { ...item, failure: { code, message } };
    await this.#items.put(failed);
    this.emit('changed', item.conversationId);
    this.emit('failed', failed);
  }
}
