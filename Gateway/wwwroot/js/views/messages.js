import { coalesced } from '../base/timing.js';
import { countsAsUnread, isShown } from '../kinds/kinds.js';
import { preview } from '../kinds/previews.js';
import { ConnectionLost } from '../net/errors.js';
import { words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { say } from './dom.js';
import { itemsOf, keyOf, rowOf } from './rows.js';
import { toast } from './toast.js';
import { VirtualRows } from './virtual-rows.js';

const NEAR_TOP = 1200;
const MOST_KEPT = 500;
const MARK_GAP = 80;

/** The messages of a conversation, and where one looks at them. Returns what closes it. */
export function showMessages({ scroller, rows, older, newest, spoken, begin }, client, conversation) {
  const { store, outbox, people } = client;
  /** What was unread when the chat was opened stays marked while it is open. */
  const unreadAfter = conversation.unread > 0 ? conversation.readUpTo : null;
  const view = { client, conversation, unfolded: new Set(), unfold: key => (view.unfolded.add(key), render()) };
  let items = [];
  let firstUnread;
  let placed = false;
  let own = outbox.of(conversation.id).length;

  const list = new VirtualRows(scroller, rows, index => rowOf(items, index, firstUnread, view));
  const draw = coalesced(render);
  const resized = new ResizeObserver(() => list.resized());
  const closing = new AbortController();
  const closers = [
    store.on('changed', changed => changed === conversation && draw()),
    store.on('arrived', (arrived, entries) => arrived === conversation && speak(entries)),
    store.on('loaded', loaded => loaded === conversation && (render(), fill())),
    outbox.on('changed', id => id === conversation.id && (followOwn(), draw())),
    people.on('changed', draw),
    client.connection.on('open', () => (fill(), amend())),
    () => resized.disconnect(),
    () => closing.abort(),
    () => conversation.trim(MOST_KEPT),
  ];
  resized.observe(scroller);
  resized.observe(rows);
  scroller.onscroll = () => {
    list.scrolled();
    look();
    fill();
  };
  newest.onclick = () => {
    list.toEnd();
    look();
  };
  addEventListener('focus', look, { signal: closing.signal });
  document.addEventListener('visibilitychange', look, { signal: closing.signal });

  render();
  fill();
  amend();
  return () => closers.forEach(close => close());

  function render() {
    if (closing.signal.aborted) {
      return;
    }
    items = itemsOf(client, conversation);
    firstUnread = unreadAfter === null ? undefined
      : items.find(message => message.seq > unreadAfter && countsAsUnread(message, client.me));
    list.show(items.map(item => keyOf(item, client.me)));
    say(begin, items.length === 0 && !conversation.log.hasOlder ? emptiness() : null);
    // Too much was missed: the window has started anew.
    placed = placed && items.length > 0;
    if (!placed && items.length > 0) {
      placed = true;
      place();
    }
    look();
  }

  /** Opens at the first unread message, or at the end. */
  function place() {
    list.toEnd();
    if (firstUnread) {
      list.showAt(keyOf(firstUnread, client.me), MARK_GAP);
    }
  }

  /** Loads older entries until one can scroll, and while one nears the top. */
  async function fill() {
    if (scroller.scrollTop > NEAR_TOP || !conversation.log.hasOlder || !older.hidden || closing.signal.aborted) {
      return;
    }
    older.hidden = false;
    try {
      await client.feed.loadOlder(conversation);
      older.hidden = true;
      setTimeout(fill);
    } catch (error) {
      older.hidden = true;
      // The next connect fills again.
      if (!(error instanceof ConnectionLost)) {
        toast(errorSentence(error));
      }
    }
  }

  /** What was edited or deleted while this page did not follow. The next connect tries again. */
  function amend() {
    client.feed.amend(conversation).catch(() => {});
  }

  /** What is at the end of the view, of a page that has the focus, has been read. */
  function look() {
    newest.hidden = list.atEnd;
    newest.dataset.unread = conversation.unread || '';
    if (list.atEnd && placed && document.hasFocus() && !document.hidden) {
      client.read(conversation);
    }
  }

  /** One's own new message is always shown. */
  function followOwn() {
    const now = outbox.of(conversation.id).length;
    list.atEnd ||= now > own;
    own = now;
  }

  function emptiness() {
    return conversation.peerId === client.me ? words.noteToSelf : `${words.noMessages}. ${words.sayHello}`;
  }

  function speak(entries) {
    const others = entries.filter(message => message.senderId !== client.me && isShown(message));
    spoken.textContent = others.map(message => preview(message, true, people, client.me)).join('. ') || spoken.textContent;
  }
}
