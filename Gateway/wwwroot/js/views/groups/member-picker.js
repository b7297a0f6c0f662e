import { rove } from '../../dom/roving.js';
import { inSentence } from '../../text/clean.js';
import { words } from '../../text/language.js';
import { el } from '../dom.js';
import { showPersonSearch } from '../list/person-search.js';

/** @import { Client } from '../../model/client.js' */

/**
 * A search whose finds are collected as chips. `taken()` names user ids that cannot be chosen.
 * @param {Client} client
 * @param {string} label
 * @param {() => string[]} [taken]
 */
export function memberPicker(client, label, taken) {
  /** @type {Map<string, {userId: string, displayName: string}>} */
  const chosen = new Map();
  const chips = el('ul', { className: 'chips', ariaLabel: words.chosenPeople });
  const input = el('input', { type: 'search', enterKeyHint: 'go', placeholder: words.findPeople, autocomplete: 'off', spellcheck: false });
  const found = el('div', { className: 'found', ariaLive: 'polite', hidden: true });
  const search = showPersonSearch(input, found, client, {
    without: () => [client.me, ...chosen.keys(), ...taken?.() ?? []],
    picked: person => {
      chosen.set(person.userId, person);
      search.clear();
      input.focus();
      draw();
    },
  });
  const root = el('div', { className: 'picker' }, el('label', {}, label, input), chips, found);

  rove(chips, 'button');
  return { root, ids: () => [...chosen.keys()], clear };

  function clear() {
    chosen.clear();
    draw();
  }

  function draw() {
    chips.replaceChildren(...[...chosen.values()].map(({ userId, displayName }) => el('li', {},
      el('span', { dir: 'auto', textContent: client.people.label(userId) }),
      el('button', { type: 'button', className: 'icon close', ariaLabel: words.takeOff(inSentence(displayName)), onclick: () => drop(userId) }))));
    root.dispatchEvent(new Event('change'));
  }

  /** @param {string} userId */
  function drop(userId) {
    chosen.delete(userId);
    draw();
  }
}
