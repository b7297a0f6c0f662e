import { ImError } from '../net/errors.js';
import { fullTimeOf, timeOf } from '../text/dates.js';
import { words } from '../text/language.js';
import { linked } from '../text/links.js';
import { isOwnWords, textOf } from '../text/notices.js';
import { errorSentence } from '../text/sentences.js';
import { avatar, tintOf } from './avatar.js';
import { el } from './dom.js';

const MANY_LETTERS = 1500;
const MANY_LINES = 25;
const FEW_EMOJI = /^(?:\p{RGI_Emoji}\s?){1,3}$/v;

/** A message as a row for `reconcile`; `first` of those that its sender wrote in a row. */
export function bubble(message, first, view) {
  const { client, conversation, unfolded } = view;
  const own = message.senderId === client.me;
  const text = textOf(message);
  const facts = {
    own, first, text,
    key: own ? message.clientMessageId : message.seq,
    ...(own && stateOf(message, conversation)),
    name: conversation.isGroup && !own && first ? client.people.name(message.senderId) : null,
    folded: isLong(text) && !unfolded.has(message.seq ?? message.clientMessageId),
  };
  const version = [first, facts.state, facts.count, facts.name, facts.folded, message.editedAt, text.length].join('|');
  return { version, make: () => row(message, facts, view) };
}

function stateOf({ item, seq }, { positions, isGroup }) {
  if (!seq) {
    return { state: item?.failure ? 'failed' : 'sending', count: 0 };
  }
  const readers = positions.readers(seq);
  const receivers = readers > 0 ? readers : positions.receivers(seq);
  return { state: readers > 0 ? 'read' : receivers > 0 ? 'delivered' : 'stored', count: isGroup ? receivers : 0 };
}

function row(message, facts, view) {
  const { own, first, state, name, folded } = facts;
  const { client, conversation } = view;
  const node = el('li', { className: ['row', own ? 'own' : 'other', first ? 'first' : '', state ?? ''].join(' ') },
    el('div', { className: `bubble${FEW_EMOJI.test(facts.text) ? ' emoji' : ''}` },
      name === null ? null : el('span', { className: `sender ${tintOf(message.senderId)}`, dir: 'auto', textContent: name }),
      el('div', { className: `content${folded ? ' folded' : ''}` }, body(message, facts.text), meta(message, facts)),
      folded ? el('button', { type: 'button', className: 'link', textContent: words.showAll, onclick: () => view.unfold(message.seq ?? message.clientMessageId) }) : null));
  if (conversation.isGroup && !own) {
    node.classList.add('with-face');
    node.append(first ? avatar(message.senderId, client.people.name(message.senderId)) : '');
  }
  if (state === 'failed') {
    node.append(failure(message.item, client.outbox));
  }
  return node;
}

function body(message, text) {
  const room = [message.editedAt ? words.edited : null, timeOf(message.sentAt)].filter(Boolean).join(' ');
  return el('p', { className: isOwnWords(message) ? 'text' : 'text gone', dir: 'auto', 'data-room': room }, ...linked(text).map(part => part.href
    ? el('a', { href: part.href, target: '_blank', rel: 'noopener noreferrer', title: part.href, textContent: part.text })
    : part.text));
}

function meta({ editedAt, sentAt }, { state, count }) {
  return el('span', { className: 'meta' },
    editedAt ? `${words.edited} ` : null,
    el('time', { dateTime: sentAt, title: fullTimeOf(sentAt), textContent: timeOf(sentAt) }),
    state ? tick(state, count) : null);
}

function tick(state, count) {
  const said = count > 1 ? (state === 'read' ? words.readBy(count) : words.deliveredTo(count)) : words.states[state];
  return el('span', { className: `tick ${state}`, role: 'img', ariaLabel: said, title: said });
}

function failure(item, outbox) {
  const { code, message } = item.failure;
  return el('p', { className: 'failure' },
    `${words.notSent} ${errorSentence(new ImError(code, message))} `,
    el('button', { type: 'button', className: 'link', textContent: words.retry, onclick: () => outbox.retry(item) }),
    ' ',
    el('button', { type: 'button', className: 'link', textContent: words.discard, onclick: () => outbox.discard([item]) }));
}

function isLong(text) {
  return text.length > MANY_LETTERS || text.split('\n', MANY_LINES + 1).length > MANY_LINES;
}
