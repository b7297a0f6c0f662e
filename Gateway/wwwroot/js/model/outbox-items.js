const MOST_ITEMS = 32;
const MOST_BYTES = 150 * 1024;
const encoder = new TextEncoder();
/** As it crosses the wire, where a line break takes two bytes. */
const jsonBytes = text => encoder.encode(JSON.stringify(text)).length;

/**
 * The outbox as stored: one localStorage key per message, because two tabs that rewrite one list lose each other's messages.
 * Keys end in a UUIDv7, so sorting them gives the order of writing.
 */
export class OutboxItems {
  #prefix;

  /** `changed(conversationId)`: another tab has changed something. */
  constructor(me, changed) {
    this.#prefix = `im.outbox.${me}.`;
    addEventListener('storage', ({ key, newValue, oldValue }) => {
      if (key?.startsWith(this.#prefix)) {
        changed(JSON.parse(newValue ?? oldValue).conversationId);
      }
    });
  }

  get all() {
    return Object.keys(localStorage)
      .filter(key => key.startsWith(this.#prefix))
      .sort()
      .map(key => JSON.parse(localStorage.getItem(key)));
  }

  get conversations() {
    return [...new Set(this.all.map(({ conversationId }) => conversationId))];
  }

  of(conversationId) {
    return this.all.filter(item => item.conversationId === conversationId);
  }

  put(item) {
    localStorage.setItem(this.#prefix + item.clientMessageId, JSON.stringify(item));
  }

  remove(clientMessageId) {
    localStorage.removeItem(this.#prefix + clientMessageId);
  }

  /** The oldest that wait, within the limits of one call. What has failed waits for its owner and holds nobody up. */
  batch(conversationId, oneByOne) {
    const waiting = this.of(conversationId).filter(({ failure }) => !failure);
    let bytes = 0;
    const fitting = waiting.filter(({ text }) => (bytes += jsonBytes(text) + 200) <= MOST_BYTES);
    return (fitting.length > 0 ? fitting : waiting).slice(0, oneByOne || fitting.length === 0 ? 1 : MOST_ITEMS);
  }
}
