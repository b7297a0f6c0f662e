import { pause } from '../../base/timing.js';
import { say } from '../../dom/el.js';
import { framed } from '../../dom/frames.js';
import { patched } from '../../dom/parts.js';
import { countsAsUnread, isShown, shapeOf } from '../../kinds/kinds.js';
import { preview } from '../../kinds/previews.js';
import { ConnectionLost } from '../../net/errors.js';
import { words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { toast } from '../toast.js';
import { factsOf } from './facts.js';
import { itemsOf, keyOf } from './items.js';
import { offerMenu } from './message-menu.js';
import { rowMaker } from './row.js';
import { VirtualRows } from './virtual-rows.js';
import { walkMessages } from './walking.js';

/** @import { Message } from '../../kinds/kinds.js' */
/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */
/** @import { Item } from './items.js' */
/** @import { View } from './facts.js' */
/** @import { Log } from '../../model/log.js' */

const NEAR_TOP = 1200;
/** Of a conversation whose chat was closed, or whose end is watched for long. */
const MOST_KEPT = 500;
const MOST_WATCHED = 1000;
const MARK_GAP = 80;
/** How long the unread messages may take before those that are held are shown instead. */
const PATIENCE_MS = 2000;

/**
 * The messages of a conversation, and the place that the reader looks at. Returns what closes it.
 * @param {Record<string, any>} parts
 * @param {Client} client
 * @param {Conversation} conversation
 */
export function showMessages({ scroller, rows, older, newest, firstNew, spoken, begin }, client, conversation) {
  const { store, outbox, people, feed } = client;
  /** @type {View} */
  const view = { client, conversation, unfolded: new Set(), firstUnread: undefined };
  const make = rowMaker({
    unfold: key => (view.unfolded.add(key), render()),
    retry: item => outbox.retry(item),
    discard: item => outbox.discard([item]),
  });
  /** @type {Item[]} */
  let items = [];
  /** Entries that were unread when the chat was opened stay marked while it is open. */
  let unreadAfter = /** @type {?number} */ (null);
  /** The read entry before a jump over unread messages; null if there was no jump. */
  let passed = /** @type {?number} */ (null);
  let opening = false;
  let jumping = false;
  let placed = false;
  let own = outbox.of(conversation.id).length;

  const list = new VirtualRows(scroller, rows, index => ({ facts: factsOf(items, index, view), make }));
  const jumps = patched(({ isAtEnd, unread, isPassed }) => {
    newest.hidden = isAtEnd;
    newest.dataset.unread = unread || '';
    firstNew.hidden = !isPassed;
  });
  const empty = patched(sentence => say(begin, sentence));
  const walk = walkMessages(scroller, rows, list, toNewest);
  offerMenu(rows, people, node => items[list.indexOf(node)]);
  const draw = framed(render);
  const resized = new ResizeObserver(() => list.resized());
  const closing = new AbortController();
  const closers = [
    store.on('changed', changed => changed === conversation && draw()),
    store.on('arrived', (arrived, entries) => arrived === conversation && speak(entries)),
    store.on('loaded', loaded => loaded === conversation && (expect(), render(), fill())),
    outbox.on('changed', id => id === conversation.id && (followOwn(), draw())),
    people.on('changed', draw),
    client.connection.on('open', () => (fill(), amend())),
    () => resized.disconnect(),
    () => closing.abort(),
    () => (conversation.past = null),
    () => conversation.trim(MOST_KEPT),
  ];
  resized.observe(scroller);
  resized.observe(rows);
  scroller.onscroll = () => {
    list.scrolled();
    look();
    walk();
    fill();
  };
  newest.onclick = toNewest;
  firstNew.onclick = () => {
    older.hidden = false;
    goTo(passed ?? 0).catch(missed).finally(() => ((older.hidden = true), fill()));
  };
  addEventListener('focus', look, { signal: closing.signal });
  document.addEventListener('visibilitychange', look, { signal: closing.signal });

  open();
  amend();
  return () => closers.forEach(close => close());

  /** At the first unread message, or at the end. The unread ones are loaded first, when they are not held. */
  async function open() {
    opening = true;
    unreadAfter = conversation.unread > 0 ? conversation.readUpTo : null;
    if (unreadAfter !== null && isMissing(unreadAfter)) {
      older.hidden = false;
      const window = await Promise.race([around(unreadAfter), pause(PATIENCE_MS)]).catch(() => null);
      older.hidden = true;
      if (window && !closing.signal.aborted) {
        feed.look(conversation, window);
      }
    }
    opening = false;
    expect();
    render();
    fill();
  }

  /** Those above the view too: their names come with one request. */
  function expect() {
    people.expect(new Set(conversation.window.entries.filter(message => shapeOf(message) === 'bubble').map(({ senderId }) => senderId)));
  }

  /** @param {number} seq */
  async function around(seq) {
    if (client.connection.status !== 'waiting') {
      await client.online();
    }
    return await feed.around(conversation, seq);
  }

  /** Whether entries behind this one are not held. @param {number} seq */
  function isMissing(seq) {
    const { low, hasOlder } = conversation.window;
    return hasOlder && low > seq + 1;
  }

  function render() {
    if (closing.signal.aborted || opening) {
      return;
    }
    if (list.atEnd && !conversation.past && conversation.log.entries.length > MOST_WATCHED) {
      conversation.trim(MOST_KEPT);
    }
    items = itemsOf(client, conversation);
    view.firstUnread = unreadAfter === null || isMissing(unreadAfter) ? undefined : newAfter(unreadAfter);
    list.endless = conversation.past !== null;
    list.show(items.map(item => keyOf(item, client.me)));
    empty(items.length === 0 && !conversation.log.hasOlder ? emptiness() : null);
    jumping &&= items.length === 0;
    if (placed && items.length === 0 && !jumping) {
      // Too many entries were missed, so the window starts again. Its unread count arrives in a moment.
      placed = false;
      setTimeout(open);
    } else if (!placed && items.length > 0) {
      placed = true;
      place();
    }
    look();
    walk();
  }

  /** @param {number} seq */
  function newAfter(seq) {
    return items.find(message => message.seq > seq && countsAsUnread(message, client.me));
  }

  function place() {
    list.toEnd();
    const first = unreadAfter === null ? undefined : newAfter(unreadAfter);
    if (first) {
      list.showAt(keyOf(first, client.me), MARK_GAP);
    }
  }

  function toNewest() {
    const here = conversation.unread > 0 ? seenUpTo() : null;
    if (conversation.past) {
      jumping = list.atEnd = true;
      feed.look(conversation, null);
    }
    list.toEnd();
    if (here !== null && !(items[list.firstSeen]?.seq <= here + 1)) {
      passed = here;
    }
    look();
    fill();
  }

  /** To the first message behind this entry that others have written. @param {number} seq */
  async function goTo(seq) {
    if (isMissing(seq)) {
      const window = await feed.around(conversation, seq);
      if (window) {
        feed.look(conversation, window);
      }
    }
    passed = null;
    const first = newAfter(seq);
    if (first && !closing.signal.aborted) {
      list.showAt(keyOf(first, client.me), MARK_GAP);
    }
  }

  /**
   * Loads older entries until one can scroll, and while one nears the top; newer ones while one nears the end of what is not the newest.
   */
  async function fill() {
    const load = nearby();
    if (!load || !older.hidden || closing.signal.aborted) {
      return;
    }
    older.hidden = false;
    try {
      await load();
      older.hidden = true;
      setTimeout(fill);
    } catch (error) {
      older.hidden = true;
      missed(error);
    }
  }

  function nearby() {
    const { past, window } = conversation;
    if (past && scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= NEAR_TOP) {
      return () => feed.loadNewer(conversation);
    }
    return window.hasOlder && scroller.scrollTop <= NEAR_TOP ? () => feed.loadOlder(conversation) : null;
  }

  /** The next connect fills again. @param {any} error */
  function missed(error) {
    if (!(error instanceof ConnectionLost)) {
      toast(errorSentence(error));
    }
  }

  /** Loads edits, deletions and positions that this page missed. The next connect tries again. */
  function amend() {
    feed.amend(conversation).catch(() => {});
    client.summaries.renew(conversation).catch(() => {});
  }

  /** On a page with the focus, entries in the view or above it have been read. */
  function look() {
    const seen = seenUpTo();
    if (placed && seen > 0 && document.hasFocus() && !document.hidden) {
      client.read(conversation, seen);
    }
    passed = passed !== null && seen <= passed ? null : passed;
    jumps({ isAtEnd: list.atEnd, unread: conversation.unread, isPassed: passed !== null });
  }

  /** The newest entry at the lower end of the view. */
  function seenUpTo() {
    const row = items[list.lastSeen];
    return list.atEnd || row && !row.seq ? Infinity : row?.seq ?? 0;
  }

  /** One's own new message is always shown. */
  function followOwn() {
    const now = outbox.of(conversation.id).length;
    if (now > own) {
      toNewest();
    }
    own = now;
  }

  function emptiness() {
    return conversation.peerId === client.me ? words.noteToSelf : words.sentences(words.noMessages, words.sayHello);
  }

  /** @param {Message[]} entries */
  function speak(entries) {
    const others = entries.filter(message => message.senderId !== client.me && isShown(message));
    spoken.textContent = words.sentences(...others.map(message => preview(message, true, people, client.me))) || spoken.textContent;
  }
}
