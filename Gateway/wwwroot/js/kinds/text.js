import { cleanText, isVisible } from '../text/clean.js';
import { words } from '../text/language.js';
import { factsOfText, paragraph } from './paragraph.js';

const isOwnWords = ({ content }) => isVisible(content?.text ?? '');

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
