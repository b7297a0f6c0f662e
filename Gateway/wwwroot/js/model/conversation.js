import { isGroup, peerOf } from '../base/ids.js';
import { countsAsUnread, isShown, movesPosition } from '../kinds/kinds.js';
import { Log } from './log.js';
import { received, under } from './overlays.js';
import { Positions } from './positions.js';

/** @typedef {import('../kinds/kinds.js').Message} Message */

/**
 * How the user wants to be notified of a conversation, as the server says it. Absent: of everything.
 * @typedef {{notify?: string, mutedUntil?: string}} Choice
 */

/** A conversation of the list: where it stands, what is unread, and the entries held. */
export class Conversation {
  /** @type {?string} */
  title = null;
  readUpTo = 0;
  /** A chat without messages is shown only to the user who opened it. */
  /** The time when the user opened it; false if the user did not. @type {string | false} */
  openedHere = false;
  /** Changes of entries held that came after this seq may be missing; null when none are. @type {?number} */
  staleAfter = null;
  /** A stretch of older entries, apart from the log: around the place where the reader went on. It becomes part of the log when the two meet. @type {?Log} */
  past = null;
  positions = new Positions();
  /** Which messages notify: `all`, `mentions` or `none`. */
  notify = 'all';
  /** The time until which none does. @type {?string} */
  mutedUntil = null;
  #me;
  /** @type {?Message} */
  #lastMessage = null;
  /** When the server says that it was last active, and up to which entry it says so. @type {?{head: number, at: string}} */
  #active = null;
  /** The server's count of unread entries up to `head`; newer ones are counted here. */
  #counted = { head: 0, unread: 0 };

  /**
   * @param {string} id
   * @param {string} me
   * @param {number} high
   */
  constructor(id, me, high) {
    this.id = id;
    this.#me = me;
    this.log = new Log(high, 1);
    this.#counted.head = high;
  }

  get isGroup() {
    return isGroup(this.id);
  }

  get peerId() {
    return this.isGroup ? null : peerOf(this.id, this.#me);
  }

  /** Whose face it has, in every place: that of the other person, or its own. */
  get faceId() {
    return this.peerId ?? this.id;
  }

  get isMuted() {
    return this.notify === 'none' || (this.mutedUntil !== null && Date.parse(this.mutedUntil) > Date.now());
  }

  /**
   * Whether a message from another user may notify this one.
   * @param {Message} message
   */
  notifiesOf({ mentions }) {
    return !this.isMuted && (this.notify !== 'mentions' || mentions?.includes(this.#me) === true);
  }

  /** @param {Choice} choice */
  choose({ notify = 'all', mutedUntil }) {
    Object.assign(this, { notify, mutedUntil: mutedUntil ?? null });
  }

  get isListed() {
    return this.title !== null && (this.isGroup || this.openedHere || this.log.high > 0);
  }

  get lastMessage() {
    const newest = this.log.entries.findLast(isShown);
    const described = this.#lastMessage;
    return newest && (!described || !isShown(described) || newest.seq >= described.seq) ? newest : described;
  }

  /** By what the list is sorted: the server's time, until a newer entry is held. */
  get activeAt() {
    const newest = this.lastMessage;
    return this.#active && (!newest || newest.seq <= this.#active.head) ? this.#active.at : newest?.sentAt;
  }

  /** The entries that the open chat shows. */
  get window() {
    return this.past ?? this.log;
  }

  /** The oldest entry held. */
  get low() {
    return this.window.low;
  }

  /**
   * The newest entry of the window, up to `seq`, onto which a read position can move; 0 when there is none.
   * @param {number} seq
   */
  readable(seq = Infinity) {
    return this.window.entries.findLast(entry => entry.seq <= seq && movesPosition(entry))?.seq ?? 0;
  }

  get unread() {
    return this.#counted.unread + this.#countBetween(this.log, Math.max(this.#counted.head, this.readUpTo), Infinity);
  }

  /**
   * The stored part for reading offline, with the newest `entries`.
   * @param {Message[]} entries
   */
  saved(entries) {
    const { id, title, readUpTo, openedHere, staleAfter, lastMessage, unread, log, positions, notify, mutedUntil } = this;
    const { high, firstSeq } = log;
    const counted = { head: high, unread };
    return {
      id, title, readUpTo, openedHere, staleAfter, notify, mutedUntil, lastMessage: lastMessage ?? null, counted, positions: positions.saved,
      high, firstSeq, entries,
    };
  }

  /** A record without `staleAfter` comes from a page that did not know edits, so any entry may have been changed since. */
  restore({
    title, readUpTo, openedHere, lastMessage, counted, positions, firstSeq, entries, staleAfter = entries.length > 0 ? 0 : null,
    notify = 'all', mutedUntil = null,
  }) {
    Object.assign(this, { title, readUpTo, openedHere, staleAfter, notify, mutedUntil, positions: new Positions(positions) });
    this.#lastMessage = lastMessage;
    this.#counted = counted;
    this.log.firstSeq = firstSeq;
    this.log.entries = entries;
  }

  /**
   * Takes `{head, firstSeq, readUpTo, unread}` of a list row or a Sync page, possibly older than what was pushed meanwhile.
   * @param {{head: number, firstSeq: number, readUpTo: number, unread: number}} place
   */
  place({ head, firstSeq, readUpTo, unread }) {
    this.log.firstSeq = Math.max(firstSeq, 1);
    this.#counted = { head, unread };
    const ours = this.readUpTo;
    this.readUpTo = readUpTo;
    this.read(ours);
  }

  /** @param {{title: string, head: number, activeAt?: string, lastMessage?: Message} & Choice} row */
  describe({ title, head, activeAt, lastMessage, notify, mutedUntil }) {
    this.title = title;
    this.choose({ notify, mutedUntil });
    this.#active = activeAt ? { head, at: activeAt } : null;
    // An entry that is not shown still has the time of the last activity.
    if (lastMessage && (isShown(lastMessage) || !this.lastMessage) && lastMessage.seq >= (this.#lastMessage?.seq ?? 0)) {
      const { seq, overlay } = lastMessage;
      this.#lastMessage = seq === this.#lastMessage?.seq ? under(overlay, this.#lastMessage) : received(lastMessage);
      this.log.amend(seq, overlay);
    }
  }

  /**
   * Lays an overlay over the entry with this seq, wherever it is held. Answers the entry as it is now, or undefined when nothing has
   * changed.
   * @param {number} seq
   * @param {import('../kinds/kinds.js').Overlay | undefined} overlay
   */
  amend(seq, overlay) {
    if (seq === this.#lastMessage?.seq) {
      this.#lastMessage = under(overlay, this.#lastMessage);
    }
    const older = this.past?.amend(seq, overlay);
    return this.log.amend(seq, overlay) ?? older;
  }

  /**
   * Changes of entries held that came after this seq may be missing.
   * @param {number} after
   */
  doubt(after) {
    this.staleAfter = Math.min(this.staleAfter ?? after, after);
  }

  /** The server goes on from an older copy of its data, so the entries held here are void. */
  reset() {
    Object.assign(this, { readUpTo: 0, staleAfter: null, past: null, positions: new Positions() });
    this.#lastMessage = null;
  }

  /**
   * Moves the read position, never back. False when what is still unread cannot be counted here.
   * @param {number} seq
   */
  read(seq) {
    if (seq <= this.readUpTo) {
      return true;
    }
    const before = this.readUpTo;
    this.readUpTo = seq;
    if (seq >= this.#counted.head) {
      this.#counted = { head: seq, unread: 0 };
      return true;
    }
    if (this.log.low <= seq + 1) {
      this.#counted.unread = this.#countBetween(this.log, seq, this.#counted.head);
      return true;
    }
    if (this.past && this.past.low <= before + 1 && seq <= this.past.high) {
      this.#counted.unread = Math.max(0, this.#counted.unread - this.#countBetween(this.past, before, seq));
      return true;
    }
    return false;
  }

  /** The stretch of older entries becomes part of the log as soon as nothing is missing between them. */
  join() {
    if (this.past && this.past.high + 1 >= this.log.low) {
      this.log.join(this.past);
      this.past = null;
    }
  }

  /**
   * Drops the oldest entries held. Their unread count stays.
   * @param {number} most
   */
  trim(most) {
    if (this.log.entries.length > most) {
      this.#counted = { head: this.log.high, unread: this.unread };
      this.log.trim(most);
    }
  }

  /**
   * From the newest on: what is unread is at the end, however much is held.
   * @param {Log} log
   * @param {number} after
   * @param {number} upTo
   */
  #countBetween({ entries }, after, upTo) {
    let count = 0;
    for (let i = entries.length - 1; i >= 0 && entries[i].seq > after; i--) {
      count += entries[i].seq <= upTo && countsAsUnread(entries[i], this.#me) ? 1 : 0;
    }
    return count;
  }
}
