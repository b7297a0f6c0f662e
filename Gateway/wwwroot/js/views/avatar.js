import { cleanName } from '../text/clean.js';
import { words } from '../text/language.js';

const TINTS = 18;
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const READABLE = /[\p{L}\p{N}\p{Emoji_Presentation}]/u;

/**
 * Turns a node into the round mark of a person or group: initials, and a colour that stays with the id. A deleted account has neither.
 * @param {HTMLElement} node
 * @param {string} id
 * @param {string} name
 */
export function paintAvatar(node, id, name) {
  if (name === words.deletedAccount) {
    node.className = 'avatar nobody';
    node.ariaHidden = 'true';
    node.textContent = '';
    return node;
  }
  const initials = initialsOf(cleanName(name));
  node.className = `avatar ${tintOf(id)}${initials.length > 1 ? ' pair' : ''}`;
  node.ariaHidden = 'true';
  node.textContent = initials.join('');
  return node;
}

/**
 * Of the first word and of the last, as far as they begin with something to read; else whatever the name begins with.
 * @param {string} name
 */
function initialsOf(name) {
  const words = name.split(' ').flatMap(word => [...letters.segment(word)].find(({ segment }) => READABLE.test(segment))?.segment ?? []);
  const initials = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  // Two emoji, or two Chinese characters, do not fit.
  const fitting = initials.every(letter => /^[\p{L}\p{M}\p{N}]+$/u.test(letter) && !/\p{Ideographic}/u.test(letter)) ? initials : initials.slice(0, 1);
  return fitting.length > 0 ? fitting.map(letter => letter.toLocaleUpperCase()) : [[...letters.segment(name)][0].segment];
}

/**
 * @param {string} id
 * @param {string} name
 */
export function avatar(id, name) {
  return paintAvatar(document.createElement('span'), id, name);
}

/** A class, not a style: the content security policy forbids styles in markup. @param {string} id */
export function tintOf(id) {
  let hash = 0;
  for (const letter of id) {
    hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  }
  return `tint-${hash % TINTS}`;
}
