import { coalesced } from '../base/timing.js';

const MOST_CONVERSATIONS = 200;

/**
 * How far the others have read. The server tells it as it happens only, so it is kept over reloads;
 * whoever wrote entry 7 has read up to it as well.
 */
export class Reads {
  #key;
  #positions;
  #save = coalesced(() => localStorage.setItem(this.#key, JSON.stringify([...this.#positions].slice(-MOST_CONVERSATIONS))), 1000);

  constructor(me) {
    this.#key = `im.reads.${me}`;
    this.#positions = new Map(JSON.parse(localStorage.getItem(this.#key)) ?? []);
  }

  note(conversationId, userId, seq) {
    const positions = this.#positions.get(conversationId) ?? {};
    if (seq > (positions[userId] ?? 0)) {
      positions[userId] = seq;
      this.#positions.delete(conversationId);
      this.#positions.set(conversationId, positions);
      this.#save();
    }
  }

  clear() {
    this.#positions.clear();
    localStorage.removeItem(this.#key);
  }

  /** The number of others who have read this entry. */
  count(conversationId, seq) {
    return Object.values(this.#positions.get(conversationId) ?? {}).filter(position => position >= seq).length;
  }
}
