import { ConnectionLost } from '../net/errors.js';
import { reconcile } from './dom.js';
import { preview } from '../text/notices.js';
import { coalesced } from '../base/timing.js';
import { rowsOf } from './rows.js';
import { toast } from './toast.js';
import { errorSentence } from '../text/sentences.js';

const NEAR_TOP = 600;
const NEAR_END = 60;
const MOST_KEPT = 300;

/** The messages of a conversation, and where one looks at them. Returns what closes it. */
export function showMessages({ scroller, rows, older, newest, spoken }, client, conversation) {
  const { store, outbox, people, reads } = client;
  /** What was unread when the chat was opened stays marked while it is open. */
  const unreadAfter = conversation.unread > 0 ? conversation.readUpTo : null;
  let atEnd = true;
  let placed = false;
  /** The oldest seq drawn. */
  let low = conversation.log.low;

  const draw = coalesced(render);
  const resized = new ResizeObserver(() => atEnd && toEnd());
  const closing = new AbortController();
  const closers = [
    store.on('changed', changed => changed === conversation && draw()),
    store.on('arrived', (arrived, entries) => arrived === conversation && speak(entries)),
    store.on('loaded', loaded => loaded === conversation && (render(), fill())),
    outbox.on('changed', id => id === conversation.id && (toEndSoon(), draw())),
    people.on('changed', draw),
    client.connection.on('open', () => fill()),
    () => resized.disconnect(),
    () => closing.abort(),
    () => conversation.trim(MOST_KEPT),
  ];
  resized.observe(scroller);
  scroller.onscroll = () => {
    atEnd = scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - NEAR_END;
    look();
    fill();
  };
  newest.onclick = toEnd;
  addEventListener('focus', look, { signal: closing.signal });
  document.addEventListener('visibilitychange', look, { signal: closing.signal });

  render();
  fill();
  return () => closers.forEach(close => close());

  function render() {
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    reconcile(rows, rowsOf(client, conversation, unreadAfter));
    // Too much was missed: the window has started anew.
    placed = placed && conversation.log.entries.length > 0;
    if (!placed && conversation.log.entries.length > 0) {
      placed = true;
      place();
    } else if (atEnd) {
      toEnd();
    } else if (conversation.log.low < low) {
      // Older rows came in above: what one reads must not move.
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    }
    low = conversation.log.low;
    look();
  }

  /** Opens at the first unread message, or at the end. */
  function place() {
    const mark = rows.querySelector('.unread-mark');
    toEnd();
    if (mark) {
      scroller.scrollTop = Math.min(scroller.scrollTop, mark.offsetTop - 80);
      atEnd = scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - NEAR_END;
    }
  }

  /** Loads older entries until one can scroll, and while one nears the top. */
  async function fill() {
    if (scroller.scrollTop > NEAR_TOP || !conversation.log.hasOlder || !older.hidden || closing.signal.aborted) {
      return;
    }
    older.hidden = conversation.log.entries.length > 0;
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

  /** What is at the end of the view, of a page that has the focus, has been read. */
  function look() {
    newest.hidden = atEnd;
    newest.dataset.unread = conversation.unread || '';
    if (atEnd && placed && document.hasFocus() && !document.hidden) {
      client.read(conversation);
    }
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    atEnd = true;
  }

  /** One's own new message is always shown. */
  function toEndSoon() {
    atEnd = atEnd || outbox.of(conversation.id).some(({ failure }) => !failure);
  }

  function speak(entries) {
    const others = entries.filter(({ senderId }) => senderId !== client.me);
    spoken.textContent = others.map(message => preview(message, true, people, client.me)).join('. ') || spoken.textContent;
  }
}
