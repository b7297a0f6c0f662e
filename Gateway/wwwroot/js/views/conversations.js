import { coalesced } from '../base/timing.js';
import { oneLine, preview } from '../kinds/previews.js';
import { cleanName, cleanText, isVisible } from '../text/clean.js';
import { momentOf, timeOf } from '../text/dates.js';
import { words } from '../text/language.js';
import { paintAvatar } from './avatar.js';
import { el, reconcile } from './dom.js';
import { onKeys } from './keys.js';

/** The list of conversations. It lives as long as the client. Returns what draws it when the list is hidden or comes back. */
export function showConversations({ list, nothing }, client) {
  const { store, people, typing, presence, summaries, outbox, drafts, sync } = client;
  const draw = coalesced(render);
  for (const [source, event] of [
    [store, 'changed'], [store, 'removed'], [store, 'watched'], [people, 'changed'], [typing, 'changed'], [presence, 'changed'],
    [outbox, 'changed'], [drafts, 'changed'], [sync, 'done'],
  ]) {
    source.on(event, draw);
  }
  list.onscroll = async () => {
    const nearEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 400;
    if (nearEnd && summaries.begun && summaries.hasMore) {
      await summaries.more().catch(() => {});
    }
  };
  onKeys(list, {
    ArrowDown: () => step(here => here + 1),
    ArrowUp: () => step(here => here - 1),
    Home: () => step(() => 0),
    End: () => step((here, count) => count - 1),
  });
  render();
  return draw;

  /** Arrow keys walk through the rows. */
  function step(next) {
    const rows = [...list.querySelectorAll('.entry')];
    const row = rows[next(rows.indexOf(document.activeElement), rows.length)];
    row?.focus();
    return row !== undefined;
  }

  function render() {
    const listed = store.listed;
    const waiting = new Map(outbox.all.map(item => [item.conversationId, item]));
    const namesakes = counted(listed.filter(({ isGroup }) => !isGroup).map(({ title }) => cleanName(title)));
    reconcile(list, listed.map(conversation => toRow(conversation, waiting.get(conversation.id), namesakes)));
    nothing.hidden = listed.length > 0 || !summaries.begun || list.hidden;
    const unread = listed.reduce((sum, conversation) => sum + conversation.unread, 0);
    document.title = unread > 0 ? `(${unread}) ImOrleans` : 'ImOrleans';
  }

  function toRow(conversation, waiting, namesakes) {
    const { id, unread, lastMessage, peerId, faceId } = conversation;
    const title = cleanName(conversation.title);
    const facts = {
      id, unread, faceId, name: title,
      title: peerId === client.me ? words.yourself(title) : title,
      handle: peerId && namesakes.get(title) > 1 ? people.username(peerId) : null,
      ...lineOf(conversation, waiting),
      sentAt: lastMessage?.sentAt,
      moment: lastMessage ? momentOf(lastMessage.sentAt) : '',
      open: id === store.watched,
      online: peerId !== null && peerId !== client.me && presence.of(peerId)?.online === true,
    };
    return { key: id, version: JSON.stringify(facts), make: () => made(facts), patch: row => paint(row, facts) };
  }

  /** What matters most of it: someone writes, one's own begun message, what waits, what was said last. */
  function lineOf({ id, isGroup, lastMessage }, waiting) {
    if (typing.in(id).length > 0) {
      return { line: words.typing, mark: 'now' };
    }
    const draft = drafts.of(id).trim();
    if (isVisible(draft) && id !== store.watched) {
      return { line: oneLine(cleanText(draft)), label: words.draft };
    }
    return { line: waiting ? words.saysSomeone(words.you, oneLine(cleanText(waiting.text))) : preview(lastMessage, isGroup, people, client.me) };
  }
}

function made(facts) {
  const row = el('li', {}, el('a', {},
    el('span', { className: 'avatar' }), el('span', { className: 'title', dir: 'auto' }), el('time'), el('span', { className: 'line', dir: 'auto' })));
  paint(row, facts);
  return row;
}

function counted(values) {
  const counts = new Map();
  values.forEach(value => counts.set(value, (counts.get(value) ?? 0) + 1));
  return counts;
}

/** Makes the row show what holds now. The link stays the same element: a click counts even when the row changes between press and release. */
function paint(row, { id, faceId, name, title, handle, unread, line, label, mark, sentAt, moment, open, online }) {
  const link = row.firstChild;
  const [face, heading, time, last] = ['.avatar', '.title', 'time', '.line'].map(part => link.querySelector(part));
  link.href = `#/${encodeURIComponent(id)}`;
  link.className = unread > 0 ? 'entry fresh' : 'entry';
  link.ariaCurrent = open ? 'page' : null;
  paintAvatar(face, faceId, name).classList.toggle('online', online);
  heading.replaceChildren(title, ...handle ? [' ', el('span', { className: 'handle', dir: 'ltr', textContent: `@${handle}` })] : []);
  time.textContent = moment;
  time.title = sentAt ? timeOf(sentAt) : '';
  last.className = `line ${mark ?? ''}`;
  last.replaceChildren(...[label && el('em', { textContent: label }), line].filter(Boolean));
  putBehind(heading, 'unseen', online ? el('span', { className: 'unseen', textContent: words.online }) : null);
  putBehind(last, 'badge', unread > 0 ? el('span', { className: 'badge' },
    el('span', { ariaHidden: 'true', textContent: unread > 999 ? '999+' : unread }), el('span', { className: 'unseen', textContent: words.unread(unread) })) : null);
}

/** At most one element of this class follows `place`. */
function putBehind(place, className, node) {
  if (place.nextElementSibling?.classList.contains(className)) {
    place.nextElementSibling.remove();
  }
  if (node) {
    place.after(node);
  }
}
