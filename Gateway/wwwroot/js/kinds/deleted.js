import { words } from '../text/language.js';
import { factsOfText, paragraph } from './paragraph.js';

/** The rest of a deleted entry, of any kind. @type {Pick<import('./kinds.js').Kind, 'says' | 'body'>} */
export default {
  says: () => words.deleted,
  body: { facts: () => factsOfText(words.deleted, true), make: paragraph },
};
