import { isOwnWords, textOf } from '../kinds/kinds.js';
import { ImError } from '../net/errors.js';
import { fullTimeOf, timeOf } from '../text/dates.js';
import { words } from '../text/language.js';
import { linked } from '../text/links.js';
import { errorSentence } from '../text/sentences.js';
import { avatar, tintOf } from './avatar.js';
import { el } from './dom.js';

const MANY_LETTERS = 1500;
const MANY_LINES = 25;
const FEW_EMOJI = /^(?:\p{RGI_Emoji}\s?){1,3}$/v;
/** What each row says, by its element: text that stays is not touched, so that what is selected in it stays selected. */
const said = new WeakMap();

/** A message as a row for `reconcile`; `first` of those that its sender wrote in a row. */
export function bubble(message, first, view) {
  const { client, conversation, unfolded } = view;
  const own = message.senderId === client.me;
  const text = textOf(message, client.people);
  const key = message.seq ?? message.clientMessageId;
  const facts = {
    own, first, text, key,
    ...(own && stateOf(message, conversation)),
    name: conversation.isGroup && !own && first ? client.people.label(message.senderId) : null,
    folded: isLong(text) && !unfolded.has(key),
  };
  const version = [first, facts.state, facts.count, facts.name, facts.folded, message.editedAt, message.overlay?.overlaySeq, text.length].join('|');
  return { version, make: () => made(message, facts, view), patch: row => paint(row, message, facts, view) };
}

function stateOf({ item, seq }, { positions, isGroup }) {
  if (!seq) {
    return { state: item?.failure ? 'failed' : 'sending', count: 0 };
  }
  const readers = positions.readers(seq);
  const receivers = readers > 0 ? readers : positions.receivers(seq);
  return { state: readers > 0 ? 'read' : receivers > 0 ? 'delivered' : 'stored', count: isGroup ? receivers : 0 };
}

function made(message, facts, view) {
  const row = el('li', {}, el('div', {}, el('div', {}, el('p', { dir: 'auto' }), el('span', { className: 'meta' }))));
  paint(row, message, facts, view);
  return row;
}

/** Makes the row say what holds now, whatever it said before. */
function paint(row, message, facts, view) {
  const { own, first, text, key, state, name, folded } = facts;
  const { client, conversation } = view;
  const body = row.querySelector('.meta').previousSibling;
  const content = body.parentElement;
  const frame = content.parentElement;
  row.className = ['row', own ? 'own' : 'other', first ? 'first' : '', state ?? ''].join(' ');
  frame.className = `bubble${FEW_EMOJI.test(text) ? ' emoji' : ''}`;
  content.className = `content${folded ? ' folded' : ''}`;
  write(body, message, text);
  content.lastChild.replaceWith(meta(message, facts));
  around(frame, content,
    name === null ? null : el('span', { className: `sender ${tintOf(message.senderId)}`, dir: 'auto', textContent: name }),
    folded ? el('button', { type: 'button', className: 'link', textContent: words.showAll, onclick: () => view.unfold(key) }) : null);
  const face = conversation.isGroup && !own;
  row.classList.toggle('with-face', face);
  around(row, frame,
    null,
    face && first ? avatar(message.senderId, client.people.name(message.senderId)) : null,
    state === 'failed' ? failure(message.item, client.outbox) : null);
}

/** Only `middle` and the lines above the row keep their place: the rest is made anew. */
function around(parent, middle, before, ...behind) {
  [...parent.childNodes].forEach(node => node === middle || node.matches?.('.day, .unread-mark') || node.remove());
  middle.before(...[before].filter(Boolean));
  middle.after(...behind.filter(Boolean));
}

function write(node, message, text) {
  node.className = isOwnWords(message) ? 'text' : 'text gone';
  node.dataset.room = [message.editedAt ? words.edited : null, timeOf(message.sentAt)].filter(Boolean).join(' ');
  if (said.get(node) !== text) {
    said.set(node, text);
    node.replaceChildren(...linked(text).map(part => part.href
      ? el('a', { href: part.href, target: '_blank', rel: 'noopener noreferrer', title: part.href, textContent: part.text })
      : part.text));
  }
}

function meta({ editedAt, sentAt }, { state, count }) {
  return el('span', { className: 'meta' },
    editedAt ? el('span', { title: fullTimeOf(editedAt), textContent: `${words.edited} ` }) : null,
    el('time', { dateTime: sentAt, title: fullTimeOf(sentAt), textContent: timeOf(sentAt) }),
    state ? tick(state, count) : null);
}

function tick(state, count) {
  const told = count > 1 ? (state === 'read' ? words.readBy(count) : words.deliveredTo(count)) : words.states[state];
  return el('span', { className: `tick ${state}`, role: 'img', ariaLabel: told, title: told });
}

function failure(item, outbox) {
  const { code, message } = item.failure;
  return el('p', { className: 'failure' },
    words.sentences(words.notSent, errorSentence(new ImError(code, message))), ' ',
    el('button', { type: 'button', className: 'link', textContent: words.retry, onclick: () => outbox.retry(item) }),
    ' ',
    el('button', { type: 'button', className: 'link', textContent: words.discard, onclick: () => outbox.discard([item]) }));
}

function isLong(text) {
  return text.length > MANY_LETTERS || text.split('\n', MANY_LINES + 1).length > MANY_LINES;
}
