import { Emitter } from '../base/emitter.js';
import { ConnectionLost } from '../net/errors.js';
import { uuid7 } from '../base/ids.js';
import { alone } from '../base/locks.js';
import { backoff, pause } from '../base/timing.js';
import { OutboxItems } from './outbox-items.js';

/**
 * Messages on their way. Each is kept in storage until its receipt, and sent again with the same clientMessageId
 * after whatever happened: the server stores it once. One tab at a time sends for a conversation, oldest first.
 * Emits `changed` (conversationId) and `failed` (item).
 */
export class Outbox extends Emitter {
  #connection;
  #feed;
  #items;
  #me;
  #sending = new Set();

  constructor(connection, feed, store) {
    super();
    this.#connection = connection;
    this.#feed = feed;
    this.#me = store.me;
    this.#items = new OutboxItems(store.me, conversationId => this.emit('changed', conversationId));
    connection.on('open', () => this.#items.conversations.forEach(id => this.#send(id)));
    // The receipt may be lost while the entry itself arrives, by Sync or by another tab.
    store.on('arrived', (_, entries) => this.#stored(entries.filter(({ senderId }) => senderId === this.#me)));
  }

  get all() {
    return this.#items.all;
  }

  of(conversationId) {
    return this.#items.of(conversationId);
  }

  post(conversationId, text) {
    this.#items.put({ clientMessageId: uuid7(), conversationId, text, createdAt: new Date().toISOString() });
    this.#changed(conversationId);
  }

  retry(item) {
    this.#items.put({ ...item, failure: undefined });
    this.#changed(item.conversationId);
  }

  discard(item) {
    this.#items.remove(item.clientMessageId);
    this.emit('changed', item.conversationId);
  }

  clear() {
    this.#items.all.forEach(item => this.#items.remove(item.clientMessageId));
  }

  #changed(conversationId) {
    this.emit('changed', conversationId);
    this.#send(conversationId);
  }

  async #send(conversationId) {
    if (this.#sending.has(conversationId)) {
      return;
    }
    this.#sending.add(conversationId);
    const drained = await alone(`im.send.${this.#me}.${conversationId}`, () => this.#sendAll(conversationId));
    this.#sending.delete(conversationId);
    // What was written while the lock was on its way back.
    if (drained && this.#items.batch(conversationId).length > 0) {
      this.#send(conversationId);
    }
  }

  /** Answers whether nothing is left; otherwise the next connect goes on. */
  async #sendAll(conversationId) {
    for (let failures = 0, oneByOne = false; this.#connection.isOpen; ) {
      const batch = this.#items.batch(conversationId, oneByOne);
      if (batch.length === 0) {
        return true;
      }
      try {
        this.#received(batch, await this.#connection.invoke('Send', conversationId, batch.map(toDraft)));
        failures = 0;
      } catch (error) {
        if (error instanceof ConnectionLost || error.endsSession) {
          return false;
        }
        if (error.retryable) {
          await pause(error.retryAfterMs ?? backoff(failures++));
        } else if (batch.length > 1) {
          // All or nothing: only one by one shows which of them the server refuses.
          oneByOne = true;
        } else {
          this.#failed(batch[0], error);
        }
      }
    }
    return false;
  }

  /** The sending connection gets the receipt instead of the entry: together with the draft it is the entry. */
  #received(batch, receipts) {
    const messages = receipts.map(({ conversationId, seq, messageId, sentAt }, i) =>
      ({ ...toDraft(batch[i]), conversationId, seq, messageId, sentAt, senderId: this.#me }));
    this.#stored(messages);
    this.#feed.take(batch[0].conversationId, messages);
    this.emit('changed', batch[0].conversationId);
  }

  #stored(messages) {
    messages.forEach(({ clientMessageId }) => this.#items.remove(clientMessageId));
  }

  #failed(item, { code, message }) {
    const failed = { ...item, failure: { code, message } };
    this.#items.put(failed);
    this.emit('changed', item.conversationId);
    this.emit('failed', failed);
  }
}

function toDraft({ clientMessageId, text }) {
  return { clientMessageId, kind: 'text', content: { text } };
}
