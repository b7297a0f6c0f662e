import { Emitter } from '../base/emitter.js';
import { Conversation } from './conversation.js';

/** The date of a conversation that has neither messages nor a date. */
const EVER = '1970-01-01';

/**
 * The conversations of the signed-in user. Emits `changed` (conversation), `arrived` (conversation, entries),
 * `loaded` (conversation) when older entries came, `amended` (conversation, entries) when entries held were edited or deleted,
 * `reset` (conversation) when what was held of it is void, `removed` (conversation), `watched` when another is on the screen.
 */
export class Store extends Emitter {
  /** The id of the conversation on the screen, or null. @type {?string} */
  watched = null;
  /** @type {Map<string, Conversation>} */
  #conversations = new Map();

  /** @param {string} me */
  constructor(me) {
    super();
    this.me = me;
  }

  /** @param {?string} id */
  get(id) {
    return id === null ? undefined : this.#conversations.get(id);
  }

  get all() {
    return [...this.#conversations.values()];
  }

  /** The list as people see it, newest first. */
  get listed() {
    const sortKey = ({ openedHere, activeAt }) => activeAt ?? (openedHere || EVER);
    return this.all
      .filter(conversation => conversation.isListed)
      .sort((a, b) => Math.sign(Date.parse(sortKey(b)) - Date.parse(sortKey(a))));
  }

  /**
   * `high` is the newest entry that need not be fetched, for a conversation not known so far.
   * @param {string} id
   * @param {number} high
   * @returns {Conversation}
   */
  ensure(id, high) {
    const conversation = this.#conversations.get(id) ?? new Conversation(id, this.me, high);
    this.#conversations.set(id, conversation);
    return conversation;
  }

  /** @param {string} id */
  remove(id) {
    const conversation = this.#conversations.get(id);
    if (this.#conversations.delete(id)) {
      this.emit('removed', conversation);
    }
  }

  /** @param {?string} id */
  watch(id) {
    this.watched = id;
    this.emit('watched');
  }

  /** @param {Set<string>} ids */
  keepOnly(ids) {
    for (const { id, openedHere } of this.all) {
      if (!ids.has(id) && !openedHere) {
        this.remove(id);
      }
    }
  }
}
