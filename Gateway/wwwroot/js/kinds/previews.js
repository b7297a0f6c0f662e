import { isShown, shapeOf, textOf } from './kinds.js';
import { words } from '../text/language.js';

const MOST_READ = 400;
const MOST_SHOWN = 160;
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * One line for the conversation list.
 * @param {import('./kinds.js').Message | null | undefined} message
 * @param {boolean} isGroup
 * @param {import('./kinds.js').Names} people
 * @param {string} me
 */
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

/**
 * A text as one line that fits into a list. A character as people see it is never cut.
 * @param {string} text
 */
export function oneLine(text) {
  const line = text.slice(0, MOST_READ).replace(/\s+/gu, ' ').trim();
  if (line.length <= MOST_SHOWN) {
    return line;
  }
  let length = 0;
  for (const { segment } of characters.segment(line)) {
    if (length + segment.length > MOST_SHOWN) {
      break;
    }
    length += segment.length;
  }
  // One that is longer than the line is no character that anybody writes.
  return length > 0 ? line.slice(0, length) : [...line].slice(0, MOST_SHOWN / 2).join('');
}
