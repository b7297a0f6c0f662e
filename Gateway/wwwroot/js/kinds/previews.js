import { isShown, shapeOf, textOf } from './kinds.js';
import { words } from '../text/language.js';

/** One line for the conversation list. */
export function preview(message, isGroup, people, me) {
  if (!message || !isShown(message)) {
    return '';
  }
  if (shapeOf(message) === 'line') {
    return textOf(message, people);
  }
  const text = oneLine(textOf(message, people));
  if (message.senderId === me) {
    return words.saysSomeone(words.you, text);
  }
  return isGroup ? words.saysSomeone(people.subject(message.senderId), text) : text;
}

/** Whatever was written, in one line that a list has room for. */
export function oneLine(text) {
  return text.slice(0, 400).replace(/\s+/gu, ' ').trim().slice(0, 160);
}
