import { peerOf } from '../base/ids.js';

const PAGE = 50;
/** How far down the list one conversation is looked for. */
const RENEW_PAGES = 4;

/** Reads the conversation list: titles, last messages and how far the others have got, which Sync does not carry. */
export class Summaries {
  #api;
  #store;
  #people;
  #next = undefined;
  /** Described since the last connect. */
  #fresh = new Set();
  begun = false;
  #running = Promise.resolve();

  constructor(api, store, people, connection) {
    this.#api = api;
    this.#store = store;
    this.#people = people;
    connection.on('open', () => this.#fresh.clear());
  }

  get hasMore() {
    return !this.begun || this.#next !== undefined;
  }

  /** The next page down the list. Answers the ids that it described. */
  more() {
    return this.#queued(async () => {
      if (!this.hasMore) {
        return new Set();
      }
      const { items, next } = await this.#page(this.#next);
      this.#next = next;
      this.begun = true;
      return new Set(items.map(({ conversationId }) => conversationId));
    });
  }

  /** Brings these up to date. The list is newest first, so what has moved is at its front. */
  refresh(ids) {
    return this.#queued(async () => {
      const wanted = new Set(ids);
      for (let next, first = true; wanted.size > 0 && (first || next); first = false) {
        const page = await this.#page(next);
        page.items.forEach(({ conversationId }) => wanted.delete(conversationId));
        next = page.next;
      }
    });
  }

  /** Positions of others that moved without a connection are missing in a conversation without new entries: they are read once per connect. */
  renew({ id, log }) {
    return this.#queued(async () => {
      for (let pages = 0, next; log.high > 0 && !this.#fresh.has(id) && pages < RENEW_PAGES && (pages === 0 || next); pages++) {
        ({ next } = await this.#page(next));
      }
    });
  }

  async #page(next) {
    const query = new URLSearchParams({ limit: PAGE, positions: true, ...(next && { next }) });
    const page = await this.#api.get(`conversations?${query}`);
    page.items.forEach(summary => this.#take(summary));
    return page;
  }

  #take({ deleted, ...summary }) {
    const peerId = peerOf(summary.conversationId, this.#store.me);
    if (deleted) {
      this.#people.learn([{ userId: peerId, deleted }]);
      summary.title = this.#people.name(peerId);
    }
    this.#fresh.add(summary.conversationId);
    const conversation = this.#store.ensure(summary.conversationId, summary.head);
    conversation.describe(summary);
    conversation.positions.note(summary.positions ?? []);
    // Older than what is held: a push has overtaken this answer, and Sync has counted since.
    if (summary.head >= conversation.log.high) {
      conversation.place(summary);
    }
    this.#store.emit('changed', conversation);
  }

  #queued(work) {
    this.#running = this.#running.catch(() => {}).then(work);
    return this.#running;
  }
}
