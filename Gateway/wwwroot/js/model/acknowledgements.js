import { coalesced } from '../base/timing.js';
import { ConnectionLost } from '../net/errors.js';

const MOST_POSITIONS = 100;

/** Reports to the server which entries this device has and which the user has read. Both are cumulative: only the last report counts. */
export class Acknowledgements {
  #connection;
  #delivered = new Map();
  #read = new Map();
  #sendDelivered = coalesced(() => this.#flushDelivered(), 250);
  #sendRead = coalesced(() => this.#flushRead(), 300);

  constructor(connection) {
    this.#connection = connection;
    connection.on('open', () => this.#sendRead());
  }

  delivered(conversationId, seq) {
    this.#delivered.set(conversationId, seq);
    this.#sendDelivered();
  }

  read(conversationId, seq) {
    this.#read.set(conversationId, seq);
    this.#sendRead();
  }

  /** A failed report is dropped, because Sync acknowledges again after a reconnect. */
  #flushDelivered() {
    const positions = [...this.#delivered].map(([conversationId, seq]) => ({ conversationId, seq }));
    this.#delivered.clear();
    for (let i = 0; i < positions.length; i += MOST_POSITIONS) {
      this.#connection.invoke('Delivered', positions.slice(i, i + MOST_POSITIONS)).catch(() => {});
    }
  }

  /** A read position that the server may not have is kept until there is a connection again. */
  #flushRead() {
    for (const [conversationId, seq] of this.#connection.isOpen ? this.#read : []) {
      this.#read.delete(conversationId);
      this.#connection.invoke('Read', conversationId, seq).catch(error => {
        if ((error instanceof ConnectionLost || error.retryable) && !this.#read.has(conversationId)) {
          this.#read.set(conversationId, seq);
          setTimeout(this.#sendRead, error.retryAfterMs ?? 2000);
        }
      });
    }
  }
}
