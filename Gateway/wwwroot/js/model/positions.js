/**
 * The positions of the other members of one conversation, by user id. The server pushes them, and lists them after each connect;
 * a member who has read entry 7 has received it, and its sender has read up to it.
 */
export class Positions {
  /** @type {Record<string, number>} */
  #delivered;
  /** @type {Record<string, number>} */
  #read;

  /** @param {{delivered?: Record<string, number>, read?: Record<string, number>}} saved */
  constructor({ delivered = {}, read = {} } = {}) {
    this.#delivered = delivered;
    this.#read = read;
  }

  get saved() {
    return { delivered: this.#delivered, read: this.#read };
  }

  /**
   * Takes the positions of a row of the list. They may be older than later pushes.
   * @param {{userId: string, read: number, delivered: number}[]} listed
   */
  note(listed) {
    for (const { userId, read, delivered } of listed) {
      this.noteRead(userId, read);
      this.noteDelivered(userId, delivered);
    }
  }

  /**
   * @param {string} userId
   * @param {number} seq
   */
  noteDelivered(userId, seq) {
    return advance(this.#delivered, userId, seq);
  }

  /**
   * @param {string} userId
   * @param {number} seq
   */
  noteRead(userId, seq) {
    return advance(this.#read, userId, seq);
  }

  /**
   * The number of others who have read this entry.
   * @param {number} seq
   */
  readers(seq) {
    return countFrom(this.#read, seq);
  }

  /**
   * The number of others on one of whose devices this entry is.
   * @param {number} seq
   */
  receivers(seq) {
    const users = new Set([...Object.keys(this.#delivered), ...Object.keys(this.#read)]);
    return [...users].filter(user => Math.max(this.#delivered[user] ?? 0, this.#read[user] ?? 0) >= seq).length;
  }
}

/**
 * @param {Record<string, number>} positions
 * @param {string} userId
 * @param {number} seq
 */
function advance(positions, userId, seq) {
  const moved = seq > (positions[userId] ?? 0);
  if (moved) {
    positions[userId] = seq;
  }
  return moved;
}

/**
 * @param {Record<string, number>} positions
 * @param {number} seq
 */
function countFrom(positions, seq) {
  return Object.values(positions).filter(position => position >= seq).length;
}
