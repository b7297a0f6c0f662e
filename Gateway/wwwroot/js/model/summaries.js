const PAGE = 50;

/** Reads the conversation list: titles and last messages, which Sync does not carry. */
export class Summaries {
  #api;
  #store;
  #next = undefined;
  begun = false;
  #running = Promise.resolve();

  constructor(api, store) {
    this.#api = api;
    this.#store = store;
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

  async #page(next) {
    const query = new URLSearchParams({ limit: PAGE, ...(next && { next }) });
    const page = await this.#api.get(`conversations?${query}`);
    page.items.forEach(summary => this.#take(summary));
    return page;
  }

  #take(summary) {
    const conversation = this.#store.ensure(summary.conversationId, summary.head);
    conversation.describe(summary);
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
