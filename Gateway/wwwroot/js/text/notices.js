import { cleanText, inSentence, isVisible } from './clean.js';
import { listed, words } from './language.js';

/** A notice in words: "You added Lin and Omar". */
export function noticeSentence({ content }, people) {
  const { event, actorId, userIds = [], name } = content;
  const { notices } = words;
  const actor = actorId ? people.subject(actorId) : words.someone;
  const others = userIds.filter(id => id !== actorId);
  const names = listed(others.map(id => people.object(id)));
  switch (event) {
    case 'created': return notices.created(actor, name ? inSentence(name) : null);
    case 'joined': return others.length > 0 ? notices.added(actor, names) : notices.joined(actor);
    case 'left': return notices.left(people.subject(userIds[0] ?? actorId));
    case 'removed': return notices.removed(actor, names);
    default: return notices.other;
  }
}

/** What a message says, whatever its kind. */
export function textOf(message) {
  return isOwnWords(message) ? cleanText(message.content.text) : substitute(message);
}

/** Whether it says what its sender wrote, not what this page says in its place. */
export function isOwnWords({ kind, content }) {
  return kind === 'text' && isVisible(content?.text ?? '');
}

function substitute({ kind, content }) {
  if (kind !== 'text') {
    return words.unknownKind;
  }
  return content?.text === undefined ? words.deleted : words.invisible;
}

/** One line for the conversation list. */
export function preview(message, isGroup, people, me) {
  if (!message) {
    return '';
  }
  if (message.kind === 'notice') {
    return noticeSentence(message, people);
  }
  const text = oneLine(textOf(message));
  if (message.senderId === me) {
    return words.saysSomeone(words.you, text);
  }
  return isGroup ? words.saysSomeone(people.subject(message.senderId), text) : text;
}

/** Whatever was written, in one line that a list has room for. */
export function oneLine(text) {
  return text.slice(0, 400).replace(/\s+/gu, ' ').trim().slice(0, 160);
}
