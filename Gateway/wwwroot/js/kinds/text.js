import { cleanText, isVisible } from '../text/clean.js';
import { words } from '../text/language.js';
import { factsOfText, paragraph } from './paragraph.js';

/** @type {(message: import('./kinds.js').Message) => boolean} */
const isOwnWords = ({ content }) => isVisible(content?.text ?? '');

/** @type {(message: import('./kinds.js').Message) => string} */
const says = message =>
  isOwnWords(message) ? cleanText(message.content.text) : message.content?.text === undefined ? words.deleted : words.invisible;

/** A text that a user wrote. @type {import('./kinds.js').Kind} */
export default {
  name: 'text',
  counts: true,
  moves: true,
  shape: 'bubble',
  isOwnWords,
  says,
  body: { facts: message => factsOfText(says(message), !isOwnWords(message)), make: paragraph },
};
