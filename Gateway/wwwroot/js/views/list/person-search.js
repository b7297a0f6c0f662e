import { debounced } from '../../base/timing.js';
import { el } from '../../dom/el.js';
import { onKeys } from '../../dom/keys.js';
import { rove } from '../../dom/roving.js';
import { cleanName } from '../../text/clean.js';
import { words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { avatar } from '../avatar.js';
import { toast } from '../toast.js';

/** @import { Client } from '../../model/client.js' */

/** Scripts in which one character is a word. */
const WHOLE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;
/** As usernames are written. */
const AT = /^[@＠]\s*/u;

/** @typedef {{userId: string, username: string, displayName: string}} Person */

/**
 * @typedef {object} Uses
 * @property {(person: Person) => unknown} picked
 * @property {(searching: boolean) => void} [toggled]
 * @property {() => string[]} [without]
 */

/**
 * Finds people while one types into `input` and shows them in `found`. `picked(person)` may be asynchronous;
 * `toggled(searching)` reports whether results are shown; `without()` returns user ids to leave out.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} found
 * @param {Client} client
 * @param {Uses} uses
 */
export function showPersonSearch(input, found, client, { picked, toggled, without }) {
  let asked = 0;
  /** @type {?string} */
  let shownFor = null;
  const find = debounced(run, 250);

  input.oninput = look;
  onKeys(input, {
    Escape: () => input.value ? clear() : false,
    // While newer results are on their way, the first of the old ones may be another person.
    ArrowDown: () => {
      const first = /** @type {?HTMLElement} */ (found.querySelector('.person'));
      first?.focus();
      return first !== null;
    },
    Enter: () => void (shownFor === input.value.trim() && found.querySelector('button')?.click()),
  });
  rove(found, '.person');

  return { clear };

  function look() {
    const searching = input.value.trim().length >= 1;
    found.hidden = !searching;
    toggled?.(searching);
    if (searching) {
      find();
    } else {
      found.replaceChildren();
    }
  }

  function clear() {
    input.value = '';
    look();
  }

  async function run() {
    const query = input.value.trim();
    const asking = ++asked;
    const wanted = query.replace(AT, '');
    if ([...wanted].length < 2 && !WHOLE.test(wanted)) {
      explain(words.typeMore);
      return;
    }
    try {
      const people = await client.api.get(`users?${new URLSearchParams({ query })}`);
      // Answers overtake one another: only the one to the newest question is shown.
      if (asking === asked) {
        shownFor = query;
        show(people.filter((/** @type {Person} */ { userId }) => !(without?.() ?? []).includes(userId)));
      }
    } catch (error) {
      if (asking === asked) {
        explain(errorSentence(error));
      }
    }
  }

  /** @param {Person[]} people */
  function show(people) {
    client.people.learn(people);
    if (people.length === 0) {
      explain(words.nobodyFound);
    } else {
      found.replaceChildren(el('ul', {}, ...people.map(rowOf)));
    }
  }

  /** @param {Person} person */
  function rowOf(person) {
    const name = cleanName(person.displayName);
    const pick = async () => {
      try {
        await picked(person);
      } catch (error) {
        toast(errorSentence(error));
      }
    };
    return el('li', {}, el('button', { type: 'button', className: 'entry person', onclick: pick },
      avatar(person.userId, person.displayName),
      el('span', { className: 'title', dir: 'auto', textContent: isSelf(person) ? words.yourself(name) : name }),
      el('span', { className: 'line', textContent: `@${person.username}` })));
  }

  /** @param {{userId: string}} person */
  function isSelf({ userId }) {
    return userId === client.me;
  }

  /** @param {string} sentence */
  function explain(sentence) {
    found.replaceChildren(el('p', { className: 'hint', textContent: sentence }));
  }
}
