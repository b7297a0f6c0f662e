import { words } from './language.js';

/** Marks that reorder the text around them, those that cannot be seen, and control characters. Joiners stay: emoji and Persian need them. */
const TRICKS = /[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/gu;
/** In running text, directions may be embedded but not overridden: the words must read as they are written. */
const OVERRIDES = /[\u202d\u202e]/gu;
/** Marks piled up on one letter reach into the lines above. */
const PILES = /(\p{M}{4})\p{M}+/gu;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** A name as it is shown: what a name needs, and nothing that plays tricks. */
export function cleanName(name) {
  const clean = (name ?? '').replace(/\s+/gu, ' ').replace(TRICKS, '').replace(PILES, '$1').trim();
  return isVisible(clean) ? clean : words.unnamed;
}

/** A name within a sentence: its direction stays its own. */
export function inSentence(name) {
  return FIRST_STRONG_ISOLATE + cleanName(name) + POP_ISOLATE;
}

/** What someone wrote, as it is shown. */
export function cleanText(text) {
  return text.replace(OVERRIDES, '').replace(PILES, '$1');
}

/** False for what leaves nothing on the screen: blanks, joiners, marks that cannot be seen. */
export function isVisible(text) {
  return /[^\u200c\u200d\s]/u.test(text.replace(TRICKS, ''));
}
