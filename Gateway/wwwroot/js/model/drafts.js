import { Emitter } from '../base/emitter.js';
import { host } from '../base/host.js';
import { debounced } from '../base/timing.js';

const prefixOf = userId => `im.draft.${userId}.`;

/**
 * Drafts by conversation; kept over reloads and shared by all tabs. Not in the database: what that begins to
 * write while the page goes may be lost. Emits `changed` (conversationId).
 */
export class Drafts extends Emitter {
  #prefix;
  #tabs;
  #texts;
  #unsaved = new Set();
  #save = debounced(() => this.flush(), 300);

  constructor(userId, tabs) {
    super();
    this.#prefix = prefixOf(userId);
    this.#tabs = tabs;
    this.#texts = new Map(keysOf(userId).map(key => [key.slice(this.#prefix.length), host.values.getItem(key)]));
    // A draft that was changed here since is newer than that of another tab.
    tabs.on('draft', (conversationId, text) => this.#unsaved.has(conversationId) || this.#hold(conversationId, text));
    host.on('pagehide', () => this.flush());
  }

  static forget(userId) {
    keysOf(userId).forEach(key => host.values.removeItem(key));
  }

  /** The conversations in which something was begun. */
  get ids() {
    return [...this.#texts.keys()];
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
      keep(this.#prefix + id, this.of(id));
      this.#tabs.notify('draft', id, this.of(id));
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

function keysOf(userId) {
  return host.values.keys().filter(key => key.startsWith(prefixOf(userId)));
}

function keep(key, text) {
  host.values.removeItem(key);
  try {
    if (text) {
      host.values.setItem(key, text);
    }
  } catch {
    // A draft is a convenience: where nothing can be stored, it lasts as long as the page.
  }
}
