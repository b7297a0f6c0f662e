import { el } from '../../dom/el.js';
import { patched, slots } from '../../dom/parts.js';
import { timeOf } from '../../text/dates.js';
import { words } from '../../text/language.js';
import { paintAvatar } from '../avatar.js';

const MOST_COUNTED = 999;

/**
 * @typedef {object} Facts
 * @property {string} id
 * @property {string} faceId
 * @property {string} name
 * @property {string} title
 * @property {?string} [handle] tells people of one name apart
 * @property {string} line
 * @property {string} [label] stands before the line
 * @property {string} [mark] a class of the line
 * @property {string} [sentAt]
 * @property {string} moment
 * @property {number} unread
 * @property {boolean} open
 * @property {boolean} online
 * @property {boolean} muted
 */

/**
 * The row of a conversation in the list. The link stays the same element: a click counts even when the row changes between press and
 * release.
 * @param {Facts} facts
 */
export function entry(facts) {
  const face = el('span');
  const heading = el('span', { className: 'title', dir: 'auto' });
  const time = el('time');
  const last = el('span', { dir: 'auto' });
  const link = el('a');
  const put = slots(link, 'face', 'title', 'presence', 'muted', 'time', 'line', 'badge');
  const address = patched(id => (link.href = `#/${encodeURIComponent(id)}`));
  const dress = patched(({ fresh, open, muted }) => {
    link.className = ['entry', fresh && 'fresh', muted && 'muted'].filter(Boolean).join(' ');
    put('muted', muted ? el('span', { className: 'unseen', textContent: words.muted }) : null);
    link.ariaCurrent = open ? 'page' : null;
  });
  const picture = patched(({ faceId, name, online }) => paintAvatar(face, faceId, name).classList.toggle('online', online));
  const presence = patched(online => put('presence', online ? el('span', { className: 'unseen', textContent: words.online }) : null));
  const title = patched(({ title, handle }) =>
    heading.replaceChildren(title, ...handle ? [' ', el('span', { className: 'handle', dir: 'ltr', textContent: `@${handle}` })] : []));
  const date = patched(({ sentAt, moment }) => {
    time.textContent = moment;
    time.title = sentAt ? timeOf(sentAt) : '';
  });
  const line = patched(({ line, label, mark }) => {
    last.className = ['line', mark].filter(Boolean).join(' ');
    last.replaceChildren(...[label && el('em', { textContent: label }), line].filter(Boolean));
  });
  const badge = patched(unread => put('badge', unread > 0 ? badgeOf(unread) : null));

  put('face', face);
  put('title', heading);
  put('time', time);
  put('line', last);
  update(facts);
  return { node: el('li', {}, link), update };

  /** @param {Facts} facts */
  function update({ id, faceId, name, title: text, handle = null, line: said, label, mark, sentAt, moment, unread, open, online, muted }) {
    address(id);
    dress({ fresh: unread > 0, open, muted });
    picture({ faceId, name, online });
    presence(online);
    title({ title: text, handle });
    date({ sentAt, moment });
    line({ line: said, label, mark });
    badge(unread);
  }
}

/** @param {number} unread */
function badgeOf(unread) {
  return el('span', { className: 'badge' },
    el('span', { ariaHidden: 'true', textContent: unread > MOST_COUNTED ? `${MOST_COUNTED}+` : unread }),
    el('span', { className: 'unseen', textContent: words.unread(unread) }));
}
