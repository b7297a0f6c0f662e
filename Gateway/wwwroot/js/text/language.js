import en from './words/en.js';
import zh from './words/zh.js';

/** A language is a file of words; one more file and one more line here is one more language. */
const LANGUAGES = { en, zh };
const KEY = 'im.language';

/** Outside of a browser nobody chooses, and the words are English. */
const chosen = globalThis.document ? localStorage.getItem(KEY) : 'en';

export const language = LANGUAGES[chosen] ? chosen : ofBrowser();

/** All that the page says, in the language of its reader: `words.signIn`, `words.members(3)`. */
export const words = LANGUAGES[language];

/** For dates and lists: the reader's own kind of the language, so that 14:05 is not 2:05 PM in London. */
export const locale = globalThis.navigator?.languages?.find(tag => tag.split('-')[0] === language) ?? words.locale;

/** The name of each language in that language, by its code. */
export const languages = Object.fromEntries(Object.entries(LANGUAGES).map(([code, { itself }]) => [code, itself]));

/** The page starts anew: nothing of the old language is left, and what is stored stays. */
export function choose(code) {
  localStorage.setItem(KEY, code);
  location.reload();
}

/** Says a tree of elements in the chosen language: `data-words` is its text, `data-label` its name, `data-hint` its placeholder. */
export function translate(root) {
  for (const node of root.querySelectorAll('[data-words]')) {
    node.textContent = words[node.dataset.words];
  }
  for (const node of root.querySelectorAll('[data-label]')) {
    node.ariaLabel = words[node.dataset.label];
    node.title = node.matches('button, a') ? words[node.dataset.label] : '';
  }
  for (const node of root.querySelectorAll('[data-hint]')) {
    node.placeholder = words[node.dataset.hint];
  }
}

/** "Lin, Omar and 3 more". */
export function listed(names, most = 4) {
  const shown = names.slice(0, most);
  if (names.length > most) {
    shown.push(words.more(names.length - most));
  }
  return new Intl.ListFormat(locale).format(shown);
}

function ofBrowser() {
  const wanted = navigator.languages.map(tag => tag.split('-')[0]);
  return wanted.find(code => LANGUAGES[code]) ?? 'en';
}
