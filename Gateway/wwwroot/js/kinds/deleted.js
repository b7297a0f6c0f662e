import { words } from '../text/language.js';
import { factsOfText, paragraph } from './paragraph.js';

/** What is left of a deleted entry, whatever its kind was. @type {Pick<import('./kinds.js').Kind, 'says' | 'body'>} */
export default {
  says: () => words.deleted,
  body: { facts: () => factsOfText(words.deleted, true), make: paragraph },
};
