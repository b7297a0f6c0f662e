import { el, reconcile } from './dom.js';
import { momentOf, timeOf } from '../text/dates.js';
import { preview } from '../text/notices.js';
import { coalesced } from '../base/timing.js';
import { avatar } from './avatar.js';

/** The list of conversations. It lives as long as the client. */
export function showConversations(list, client) {
  const { store, people, typing, summaries, outbox } = client;
  const draw = coalesced(render);
  for (const [source, event] of [[store, 'changed'], [store, 'removed'], [store, 'watched'], [people, 'changed'], [typing, 'changed'], [outbox, 'changed']]) {
    source.on(event, draw);
  }

  list.onscroll = async () => {
    const nearEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 400;
    if (nearEnd && summaries.begun && summaries.hasMore) {
      await summaries.more().catch(() => {});
    }
  };

  function render() {
    const listed = store.listed;
    const waiting = new Map(outbox.all.map(item => [item.conversationId, item]));
    reconcile(list, listed.map(conversation => toRow(conversation, waiting.get(conversation.id))));
    const unread = listed.reduce((sum, conversation) => sum + conversation.unread, 0);
    document.title = unread > 0 ? `(${unread}) ImOrleans` : 'ImOrleans';
  }

  function toRow(conversation, waiting) {
    const { id, title, unread, lastMessage } = conversation;
    const facts = {
      id, unread,
      title: conversation.peerId === client.me ? `${title} (you)` : title,
      line: lineOf(conversation, waiting),
      sentAt: lastMessage?.sentAt,
      moment: lastMessage ? momentOf(lastMessage.sentAt) : '',
      open: id === store.watched,
    };
    return { key: id, version: JSON.stringify(facts), make: () => rowOf(facts) };
  }

  function lineOf({ id, isGroup, lastMessage }, waiting) {
    if (typing.in(id).length > 0) {
      return 'typing…';
    }
    return waiting ? `You: ${waiting.text}` : preview(lastMessage, isGroup, people, client.me);
  }
}

function rowOf({ id, title, unread, line, sentAt, moment, open }) {
  const link = el('a', { href: `#/${encodeURIComponent(id)}`, className: 'entry' },
    avatar(id, title),
    el('span', { className: 'title', dir: 'auto', textContent: title }),
    el('time', { textContent: moment, title: sentAt ? timeOf(sentAt) : '' }),
    el('span', { className: 'line', dir: 'auto', textContent: line.replace(/\s+/g, ' ').slice(0, 160) }),
    unread > 0 ? el('span', { className: 'badge', ariaLabel: `${unread} unread`, textContent: unread > 999 ? '999+' : unread }) : null);
  if (open) {
    link.setAttribute('aria-current', 'page');
  }
  return el('li', {}, link);
}
