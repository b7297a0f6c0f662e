import { readerBy } from '../kinds/kinds.js';
import { ConnectionLost } from '../net/errors.js';
import { limits } from '../net/limits.js';
import { Log } from './log.js';

const HOLE_MS = 500;
const RETRY_MS = 3000;
const PAGE = 50;
const OLDER_PAGE = 100;
/** Of a page around a place: how many entries are older than it. */
const BEFORE_PLACE = 30;
/** If more entries were missed, the reader sees the newest page instead of waiting for all of them. */
const MOST_PULLED = 600;
/** For a conversation that is not open. */
const MOST_KEPT = 500;
/** Fewer missed entries than this are pulled behind those that are held; of more, the newest page will do. */
const FEW = 50;

/** Brings entries into the logs, by push or by pull: each shown once and in order, holes repaired. */
export class Feed {
  #connection;
  #store;
  #acknowledgements;
  /** For each conversation that is pulled now, the entry up to which it must be pulled. */
  #pulling = new Map();
  #loading = new Set();
  #holeTimers = new Map();
  /** An older server does not know edits, and is asked for them only once. */
  #knowsAmendments = true;

  constructor(connection, store, acknowledgements) {
    this.#connection = connection;
    this.#store = store;
    this.#acknowledgements = acknowledgements;
    connection.on('MessagesPosted', posted => posted.forEach(post => this.take(post.conversationId, post.messages)));
    connection.on('open', () => (this.#knowsAmendments = true));
    connection.on('open', () => store.all.filter(({ log }) => log.hasHole).forEach(conversation => this.#pull(conversation)));
  }

  take(conversationId, messages) {
    if (messages.length > 0) {
      const conversation = this.#store.ensure(conversationId, messages[0].seq - 1);
      this.#arrived(conversation, conversation.log.add(messages));
      this.#watchHole(conversation);
    }
  }

  /** The server's newest entry is `head`. If the conversation is not open and holds no entries, the entries themselves can wait. */
  catchUp(conversation, head) {
    const { id, log } = conversation;
    const missed = head - log.high;
    const most = id === this.#store.watched ? MOST_PULLED : log.entries.length > 0 ? FEW : 0;
    if (missed > 0 && missed <= most) {
      return this.#pull(conversation, head);
    }
    if (missed > 0) {
      this.restart(conversation, head);
    }
    // Someone with a thousand conversations should not acknowledge all of them on every visit.
    if (missed > 0 || conversation.unread > 0) {
      this.#acknowledgements.delivered(conversation.id, conversation.log.high);
    }
  }

  restart(conversation, head) {
    conversation.past = null;
    this.#arrived(conversation, conversation.log.restart(head, conversation.log.firstSeq));
    this.#store.emit('loaded', conversation);
  }

  /** Loads a page of older entries, or the newest when none are held. */
  async loadOlder(conversation) {
    const { id, window } = conversation;
    await this.#loadOnce(conversation, window.hasOlder, async () => {
      const before = window.low;
      const page = await this.#connection.invoke('History', id, { before, limit: window.entries.length > 0 ? OLDER_PAGE : PAGE });
      if (conversation.window === window && window.low === before) {
        window.prepend(page.messages, page.firstSeq);
        this.#loaded(conversation, page);
      }
    });
  }

  /** Loads a page of entries behind the older ones that one looks at. */
  async loadNewer(conversation) {
    const { id, past } = conversation;
    await this.#loadOnce(conversation, past, async () => {
      const after = past.high;
      const page = await this.#connection.invoke('History', id, { after, limit: OLDER_PAGE });
      if (conversation.past === past && past.high === after) {
        past.settle(past.fill(page.messages).length);
        if (past.high === after) {
          // The server has no entries there, so the entries held are void.
          conversation.past = null;
        }
        this.#loaded(conversation, page);
      }
    });
  }

  /** Answers the entries around `seq` as a window of its own, to become `conversation.past`; null when the log has them already. */
  async around(conversation, seq) {
    const { id, log } = conversation;
    if (log.low <= seq + 1 || !log.hasOlder) {
      return null;
    }
    const after = Math.max(seq - BEFORE_PLACE, log.firstSeq - 1, 0);
    const page = await this.#connection.invoke('History', id, { after, limit: OLDER_PAGE });
    const window = new Log((page.messages[0]?.seq ?? 1) - 1, page.firstSeq);
    window.settle(window.fill(page.messages).length);
    this.#loaded(conversation, page);
    return page.messages.length > 0 ? window : null;
  }

  /** Goes on from this window, or from the newest entries when it is null. */
  look(conversation, window) {
    conversation.past = window;
    conversation.join();
    this.#store.emit('loaded', conversation);
    this.amend(conversation).catch(() => {});
  }

  /** For a conversation that is in no list yet. */
  async open(conversationId) {
    const page = await this.#connection.invoke('History', conversationId, { limit: PAGE });
    const conversation = this.#store.ensure(conversationId, page.head);
    if (conversation.log.entries.length === 0 && conversation.log.high === page.head) {
      conversation.log.prepend(page.messages, page.firstSeq);
    }
    return conversation;
  }

  async #loadOnce(conversation, wanted, load) {
    const { id } = conversation;
    if (!wanted || this.#loading.has(id)) {
      return;
    }
    this.#loading.add(id);
    try {
      await load();
      this.look(conversation, conversation.past);
    } finally {
      this.#loading.delete(id);
    }
  }

  #loaded(conversation, { messages, head }) {
    const last = messages.at(-1)?.seq ?? 0;
    if (conversation.log.entries.some(({ seq, target }) => seq > head && target <= last)) {
      // They were changed while the page was on its way.
      conversation.doubt(head);
    }
    messages.forEach(message => this.#noteRead(conversation, message));
  }

  /** Fetches the effects on held entries from the time in which this page did not follow. Resolves when they are as the server has them, or it cannot say. */
  async amend(conversation) {
    const { id, log } = conversation;
    while (conversation.staleAfter !== null && conversation.window.entries.length > 0 && this.#knowsAmendments && this.#connection.isOpen) {
      const amendedAfter = conversation.staleAfter;
      const page = await this.#connection.invoke('History', id, { after: conversation.low - 1, before: log.high + 1, amendedAfter, limit: limits.maxHistoryPage })
        .catch(error => error.retryable || error instanceof ConnectionLost ? Promise.reject(error) : {});
      if (page.amendedUpTo === undefined) {
        this.#knowsAmendments = false;
        return;
      }
      this.#amended(conversation, page.messages.map(({ seq, overlay }) => conversation.amend(seq, overlay)));
      if (conversation.staleAfter === amendedAfter) {
        conversation.staleAfter = page.amendedUpTo > amendedAfter && page.amendedUpTo < page.head ? page.amendedUpTo : null;
      }
      this.#store.emit('changed', conversation);
    }
  }

  #arrived(conversation, fresh) {
    if (fresh.length === 0) {
      return;
    }
    this.#amendBy(conversation, fresh);
    const entries = conversation.log.settle(fresh.length);
    for (const message of entries) {
      this.#noteRead(conversation, message);
      if (readerBy(message) === this.#store.me) {
        conversation.read(message.seq);
      }
    }
    if (conversation.id !== this.#store.watched) {
      conversation.trim(MOST_KEPT);
    }
    this.#acknowledgements.delivered(conversation.id, conversation.log.high);
    this.#store.emit('arrived', conversation, entries);
    this.#store.emit('changed', conversation);
  }

  /** Entries about others carry what those are now, except for one's own, of which the server sent only the number. */
  #amendBy(conversation, entries) {
    const about = entries.filter(({ target }) => target !== undefined);
    this.#amended(conversation, about.map(({ target, overlay }) => conversation.amend(target, overlay)));
    const blind = about.find(({ overlay }) => !overlay);
    if (blind) {
      conversation.doubt(blind.seq - 1);
      this.amend(conversation).catch(() => {});
    }
  }

  #amended(conversation, amended) {
    const changed = amended.filter(Boolean);
    if (changed.length > 0) {
      this.#store.emit('amended', conversation, changed);
    }
  }

  /** The sender of an entry has read up to it. */
  #noteRead({ positions }, message) {
    const reader = readerBy(message);
    if (reader !== null && reader !== this.#store.me) {
      positions.noteRead(reader, message.seq);
    }
  }

  /** Entries overtake one another on the way; most holes close by themselves. */
  #watchHole(conversation) {
    if (conversation.log.hasHole && !this.#holeTimers.has(conversation.id)) {
      this.#holeTimers.set(conversation.id, setTimeout(() => {
        this.#holeTimers.delete(conversation.id);
        if (conversation.log.hasHole) {
          this.#pull(conversation);
        }
      }, HOLE_MS));
    }
  }

  async #pull(conversation, head = 0) {
    const { id, log } = conversation;
    const isPulling = this.#pulling.has(id);
    this.#pulling.set(id, Math.max(head, this.#pulling.get(id) ?? 0));
    if (isPulling) {
      return;
    }
    try {
      while (log.hasHole || log.high < this.#pulling.get(id)) {
        const page = await this.#connection.invoke('History', id, { after: log.high, limit: limits.maxHistoryPage });
        if (page.messages.length === 0) {
          this.restart(conversation, page.head);
          break;
        }
        this.#arrived(conversation, log.fill(page.messages));
      }
    } catch (error) {
      // Without a connection, Sync repairs it after the next connect.
      if (!(error instanceof ConnectionLost) && error.code !== 1001) {
        const wanted = this.#pulling.get(id);
        setTimeout(() => this.#pull(conversation, wanted), error.retryAfterMs ?? RETRY_MS);
      }
    } finally {
      this.#pulling.delete(id);
    }
  }
}
