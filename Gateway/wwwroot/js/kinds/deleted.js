import { words } from '../text/language.js';
import { factsOfText, paragraph } from './paragraph.js';

/** What is left of a deleted entry, whatever its kind was. */
export default {
  says: () => words.deleted,
  body: { facts: () => factsOfText(words.deleted, true), make: paragraph },
};
