import { fitting } from './draft.js';

/**
 * The outbox as stored, by clientMessageId: a UUIDv7, so sorting gives the order of writing. The stored items are the truth;
 * what is held here is for showing it, and follows what other tabs store.
 */
export class OutboxItems {
  #database;
  #tabs;
  #items = new Map();

  /** `changed(conversationId)`: another tab has changed something. */
  constructor(database, tabs, changed) {
    this.#database = database;
    this.#tabs = tabs;
    tabs.on('outbox', (conversationId, items) => {
      this.#held(conversationId, items);
      changed(conversationId);
    });
  }

  async load() {
    (await this.#stored()).forEach(item => this.#items.set(item.clientMessageId, item));
  }

  get all() {
    return inOrder(this.#items.values());
  }

  get conversations() {
    return [...new Set(this.all.map(({ conversationId }) => conversationId))];
  }

  of(conversationId) {
    return this.all.filter(item => item.conversationId === conversationId);
  }

  async put(item) {
    await this.#database.put('outbox', item);
    this.#items.set(item.clientMessageId, item);
    this.#notify(item.conversationId);
  }

  async remove(items) {
    const gone = items.filter(({ clientMessageId }) => this.#items.delete(clientMessageId));
    if (gone.length > 0) {
      await this.#database.write(['outbox'], ({ outbox }) => gone.forEach(({ clientMessageId }) => outbox.delete(clientMessageId)));
      new Set(gone.map(({ conversationId }) => conversationId)).forEach(id => this.#notify(id));
    }
  }

  /**
   * The oldest that wait, within the limits of one call, read from where all tabs store them.
   * A failed item waits for the user and delays no other.
   */
  async batch(conversationId, oneByOne) {
    const waiting = inOrder(await this.#stored()).filter(item => item.conversationId === conversationId && !item.failure);
    return oneByOne ? waiting.slice(0, 1) : fitting(waiting);
  }

  #stored() {
    return this.#database.all('outbox');
  }

  #notify(conversationId) {
    this.#tabs.notify('outbox', conversationId, this.of(conversationId));
  }

  #held(conversationId, items) {
    this.of(conversationId).forEach(({ clientMessageId }) => this.#items.delete(clientMessageId));
    items.forEach(item => this.#items.set(item.clientMessageId, item));
  }
}

function inOrder(items) {
  return [...items].sort((a, b) => a.clientMessageId < b.clientMessageId ? -1 : 1);
}
