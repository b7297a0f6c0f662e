import { kept, received, under } from './overlays.js';

/** @typedef {import('../kinds/kinds.js').Message} Message */

/**
 * The entries of one conversation that this page holds: a window that ends at `high` and has no holes,
 * and those that came early and wait for the ones before them.
 */
export class Log {
  /** @type {Message[]} */
  entries = [];
  /** @type {Map<number, Message>} */
  #early = new Map();

  /**
   * Starts with an empty window after `high`: older entries are loaded when someone looks.
   * @param {number} high
   * @param {number} firstSeq
   */
  constructor(high, firstSeq) {
    this.high = high;
    this.firstSeq = firstSeq;
  }

  get low() {
    return this.entries[0]?.seq ?? this.high + 1;
  }

  /** Below firstSeq there is nothing that this user may read, so nothing is missing there. */
  get hasOlder() {
    return this.low > this.firstSeq && this.low > 1;
  }

  get hasHole() {
    return this.#early.size > 0;
  }

  get early() {
    return [...this.#early.values()];
  }

  /**
   * Takes entries as they come, doubled and in any order; answers those that are now in line, each once.
   * @param {Message[]} messages
   * @returns {Message[]}
   */
  add(messages) {
    for (const message of messages) {
      if (message.seq > this.high) {
        this.#early.set(message.seq, received(message));
      }
    }
    return this.#drain();
  }

  /**
   * Takes a page that the server read after `high`: an entry that is not in it does not exist.
   * @param {Message[]} messages
   * @returns {Message[]}
   */
  fill(messages) {
    /** @type {Message[]} */
    const fresh = [];
    for (const message of messages) {
      if (message.seq > this.high) {
        this.high = message.seq;
        this.#early.delete(message.seq);
        fresh.push(received(message));
      }
    }
    this.entries.push(...fresh);
    return fresh.concat(this.#drain());
  }

  /**
   * Takes a page that the server read before `low`.
   * @param {Message[]} messages
   * @param {number} firstSeq
   */
  prepend(messages, firstSeq) {
    const older = messages.filter(message => message.seq < this.low).map(received).map(kept);
    this.firstSeq = older.length > 0 ? firstSeq : this.low;
    this.entries.unshift(...older);
  }

  /**
   * Takes the entries of an older window that ends where this one begins, or later.
   * @param {{entries: Message[], firstSeq: number}} older
   */
  join({ entries, firstSeq }) {
    this.entries = entries.filter(({ seq }) => seq < this.low).concat(this.entries);
    this.firstSeq = firstSeq;
  }

  /**
   * The newest `count` entries are in line for the first time, and their effects on other entries were applied: from now on they are held
   * without these effects. Answers them.
   * @param {number} count
   */
  settle(count) {
    const settled = this.entries.splice(-count).map(kept);
    this.entries.push(...settled);
    return settled;
  }

  /**
   * Lays an overlay over an entry that is held. Answers the entry as it is now, or undefined when nothing has changed.
   * @param {number} seq
   * @param {import('../kinds/kinds.js').Overlay | undefined} overlay
   */
  amend(seq, overlay) {
    const guess = seq - this.low;
    const index = this.entries[guess]?.seq === seq ? guess : this.entries.findIndex(entry => entry.seq === seq);
    const before = this.entries[index];
    const after = before && under(overlay, before);
    if (after === before) {
      return undefined;
    }
    this.entries[index] = after;
    return after;
  }

  /**
   * Drops the window, because too many entries were missed, or because the server says that it is wrong.
   * @param {number} high
   * @param {number} firstSeq
   */
  restart(high, firstSeq) {
    this.entries = [];
    this.high = high;
    this.firstSeq = firstSeq;
    this.#forgetBelowHigh();
    return this.#drain();
  }

  /**
   * Forgets the oldest of a long window; they can be loaded again.
   * @param {number} most
   */
  trim(most) {
    this.entries = this.entries.slice(-most);
  }

  #drain() {
    /** @type {Message[]} */
    const fresh = [];
    for (let next; (next = this.#early.get(this.high + 1)); fresh.push(next)) {
      this.#early.delete(next.seq);
      this.high = next.seq;
    }
    this.entries.push(...fresh);
    return fresh;
  }

  #forgetBelowHigh() {
    for (const seq of this.#early.keys()) {
      if (seq <= this.high) {
        this.#early.delete(seq);
      }
    }
  }
}
