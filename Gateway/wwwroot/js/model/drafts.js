import { Emitter } from '../base/emitter.js';
import { debounced } from '../base/timing.js';

/** What was begun and not sent, by conversation; kept over reloads and seen by all tabs. Emits `changed` (conversationId). */
export class Drafts extends Emitter {
  #database;
  #tabs;
  #texts = new Map();
  #unsaved = new Set();
  #save = debounced(() => this.flush(), 300);

  constructor(database, tabs) {
    super();
    this.#database = database;
    this.#tabs = tabs;
    // What was begun here since is newer than what another tab has to tell.
    tabs.on('draft', (conversationId, text) => this.#unsaved.has(conversationId) || this.#hold(conversationId, text));
    addEventListener('pagehide', () => this.flush());
  }

  async load() {
    (await this.#database.all('drafts')).forEach(({ id, text }) => this.#texts.set(id, text));
  }

  of(conversationId) {
    return this.#texts.get(conversationId) ?? '';
  }

  set(conversationId, text) {
    if (text !== this.of(conversationId)) {
      this.#hold(conversationId, text);
      this.#unsaved.add(conversationId);
      this.#save();
    }
  }

  flush() {
    for (const id of this.#unsaved) {
      const text = this.of(id);
      // A draft is a convenience: where nothing can be stored, it lasts as long as the page.
      this.#database.write(['drafts'], ({ drafts }) => text ? drafts.put({ id, text }) : drafts.delete(id)).catch(() => {});
      this.#tabs.tell('draft', id, text);
    }
    this.#unsaved.clear();
  }

  #hold(conversationId, text) {
    if (text) {
      this.#texts.set(conversationId, text);
    } else {
      this.#texts.delete(conversationId);
    }
    this.emit('changed', conversationId);
  }
}
