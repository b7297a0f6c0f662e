import en from './words/en.js';
import zh from './words/zh.js';

/** A language is a file of words. For a new language, add a file, and a line here. @type {Record<string, typeof en>} */
const LANGUAGES = { en, zh };
const KEY = 'im.language';

/** Outside of a browser there is no choice, and the words are English. */
const chosen = globalThis.document ? localStorage.getItem(KEY) : 'en';

/** @type {string} */
export const language = chosen !== null && LANGUAGES[chosen] ? chosen : ofBrowser();

/** Every text of the page, in the language of its reader: `words.signIn`, `words.members(3)`. */
export const words = LANGUAGES[language];

/** For dates and lists: the variant of the language that the reader uses, so that a reader in London sees 14:05, not 2:05 PM. */
export const locale = globalThis.navigator?.languages?.find(tag => tag.split('-')[0] === language) ?? words.locale;

/** The name of each language in that language, by its code. */
export const languages = Object.fromEntries(Object.entries(LANGUAGES).map(([code, { itself }]) => [code, itself]));

/** Reloads the page in this language, so that no text of the old language stays. Stored data stays. @param {string} code */
export function choose(code) {
  localStorage.setItem(KEY, code);
  location.reload();
}

/**
 * Writes a tree of elements in the chosen language: `data-words` is its text, `data-label` its name, `data-hint` its placeholder.
 * @param {HTMLElement} root
 */
export function translate(root) {
  /** @type {(attribute: string, set: (node: any, word: string) => void) => void} */
  const each = (attribute, set) => root.querySelectorAll(`[data-${attribute}]`).forEach(node =>
    set(node, /** @type {Record<string, any>} */ (words)[node.getAttribute(`data-${attribute}`) ?? '']));
  each('words', (node, word) => (node.textContent = word));
  each('label', (node, word) => {
    node.ariaLabel = word;
    node.title = node.matches('button, a') ? word : '';
  });
  each('hint', (node, word) => (node.placeholder = word));
}

/**
 * "Lin, Omar and 3 more". Only those that are shown are named by `nameOf`.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} nameOf
 */
export function listed(items, nameOf, most = 4) {
  const shown = items.slice(0, most).map(nameOf);
  if (items.length > most) {
    shown.push(words.more(items.length - most));
  }
  return new Intl.ListFormat(locale).format(shown);
}

function ofBrowser() {
  const wanted = navigator.languages.map(tag => tag.split('-')[0]);
  return wanted.find(code => LANGUAGES[code]) ?? 'en';
}
