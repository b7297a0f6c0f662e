import { ConnectionLost } from '../net/errors.js';
import { limits } from '../net/limits.js';

const HOLE_MS = 500;
const RETRY_MS = 3000;
const PAGE = 50;
const OLDER_PAGE = 100;
/** Someone who missed more than this sees the newest page instead of waiting for all of it. */
const MOST_PULLED = 600;
/** Of a conversation that nobody looks at. */
const MOST_KEPT = 500;
/** Fewer missed entries than this are pulled behind those that are held; of more, the newest page will do. */
const FEW = 50;

/** Brings entries into the logs, by push or by pull: each shown once and in order, holes repaired. */
export class Feed {
  #connection;
  #store;
  #acknowledgements;
  #pulling = new Set();
  #loading = new Set();
  #holeTimers = new Map();

  constructor(connection, store, acknowledgements) {
    this.#connection = connection;
    this.#store = store;
    this.#acknowledgements = acknowledgements;
    connection.on('MessagesPosted', posted => posted.forEach(post => this.take(post.conversationId, post.messages)));
    connection.on('open', () => store.all.filter(({ log }) => log.hasHole).forEach(conversation => this.#pull(conversation)));
  }

  take(conversationId, messages) {
    if (messages.length > 0) {
      const conversation = this.#store.ensure(conversationId, messages[0].seq - 1);
      this.#arrived(conversation, conversation.log.add(messages));
      this.#watchHole(conversation);
    }
  }

  /** The server's newest entry is `head`. Where nobody looks and nothing is held, the entries themselves can wait. */
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
    this.#arrived(conversation, conversation.log.restart(head, conversation.log.firstSeq));
    this.#store.emit('loaded', conversation);
  }

  /** Loads a page of older entries, or the newest when none are held. */
  async loadOlder(conversation) {
    const { id, log } = conversation;
    if (!log.hasOlder || this.#loading.has(id)) {
      return;
    }
    this.#loading.add(id);
    try {
      const before = log.low;
      const page = await this.#connection.invoke('History', id, { before, limit: log.entries.length > 0 ? OLDER_PAGE : PAGE });
      if (log.low === before) {
        log.prepend(page.messages, page.firstSeq);
        page.messages.forEach(message => this.#noteRead(conversation, message));
        this.#store.emit('loaded', conversation);
      }
    } finally {
      this.#loading.delete(id);
    }
  }

  /** For a conversation that no list has told about yet. */
  async open(conversationId) {
    const page = await this.#connection.invoke('History', conversationId, { limit: PAGE });
    const conversation = this.#store.ensure(conversationId, page.head);
    if (conversation.log.entries.length === 0 && conversation.log.high === page.head) {
      conversation.log.prepend(page.messages, page.firstSeq);
    }
    return conversation;
  }

  #arrived(conversation, entries) {
    if (entries.length === 0) {
      return;
    }
    for (const message of entries) {
      this.#noteRead(conversation, message);
      if (message.senderId === this.#store.me) {
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

  /** Who wrote an entry has read up to it. */
  #noteRead({ positions }, { senderId, seq, kind }) {
    if (senderId !== this.#store.me && kind !== 'notice') {
      positions.noteRead(senderId, seq);
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
    if (this.#pulling.has(id)) {
      return;
    }
    this.#pulling.add(id);
    try {
      while (log.hasHole || log.high < head) {
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
        setTimeout(() => this.#pull(conversation, head), error.retryAfterMs ?? RETRY_MS);
      }
    } finally {
      this.#pulling.delete(id);
    }
  }
}
