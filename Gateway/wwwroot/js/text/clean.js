import { words } from './language.js';

/**
 * Marks that reorder the text around them, those that cannot be seen, and control characters. Joiners, selectors of variants and tags stay:
 * emoji, Persian and Mongolian need them.
 */
const TRICKS = /(?![\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\u{e0020}-\u{e007f}\u{e0100}-\u{e01ef}])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffc]/gu;
/** Characters that are visible. Blank although they are symbols or letters: a cell of Braille, a note without a head, hieroglyphs; an object's place. */
const VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/u;
/** In running text, directions may be embedded but not overridden: the words must read as they are written. */
const OVERRIDES = /[\u202d\u202e]/gu;
/** Many marks on one letter would reach into the lines above. */
const PILES = /(\p{M}{4})\p{M}+/gu;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** A name as it is shown, without characters that could deceive a reader. */
export function cleanName(name) {
  const clean = (name ?? '').replace(/\s+/gu, ' ').replace(TRICKS, '').replace(PILES, '$1').trim();
  return isVisible(clean) ? clean : words.unnamed;
}

/** A name within a sentence: its direction stays its own. */
export function inSentence(name) {
  return FIRST_STRONG_ISOLATE + cleanName(name) + POP_ISOLATE;
}

/** Text of people, as it is shown. */
export function cleanText(text) {
  return text.replace(OVERRIDES, '').replace(PILES, '$1');
}

/** False for a text that shows nothing: blanks, joiners, marks without a letter. The server has the same rule for names. */
export function isVisible(text) {
  return VISIBLE.test(text);
}
