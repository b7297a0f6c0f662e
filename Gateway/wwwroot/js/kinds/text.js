import { cleanText, isVisible } from '../text/clean.js';
import { words } from '../text/language.js';

const isOwnWords = ({ content }) => isVisible(content?.text ?? '');

/** A text that a user wrote. */
export default {
  name: 'text',
  counts: true,
  moves: true,
  shape: 'bubble',
  isOwnWords,
  says: message => isOwnWords(message) ? cleanText(message.content.text) : message.content?.text === undefined ? words.deleted : words.invisible,
};
