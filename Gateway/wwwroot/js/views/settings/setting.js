import { words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { el } from '../dom.js';
import { toast } from '../toast.js';

/** @import { Client } from '../../model/client.js' */

/**
 * One choice that the server keeps as `name`, read from and written to `path` as `{[member]: value}`; `hint` explains it. A server without
 * it shows nothing. `write(put)` can ask for more members before it puts them; it answers whether that was done.
 * @typedef {object} Choice
 * @property {string} name
 * @property {string} path
 * @property {string} member
 * @property {string} label
 * @property {Record<string, string>} choices
 * @property {string} [hint]
 * @property {(put: (more?: object) => Promise<unknown>) => Promise<boolean>} [write]
 */

/**
 * @param {Client} client
 * @param {Choice} choice
 */
export function setting(client, { name, path, member, label, choices, hint, write = async put => (await put(), true) }) {
  const select = el('select', {}, ...Object.entries(choices).map(([value, textContent]) => el('option', { value, textContent })));
  const root = el('label', { hidden: true }, label, select, hint ? el('small', { textContent: hint }) : null);
  /** @type {any} */
  let kept;
  load();
  select.onchange = save;
  const stop = client.settings.on('changed', changed => {
    if (!root.isConnected) {
      stop();
    } else if (changed === undefined || changed === name) {
      load();
    }
  });
  return root;

  async function load() {
    kept = (await client.api.get(path).catch(() => null))?.[member];
    root.hidden = !(kept in choices);
    select.value = kept;
  }

  async function save() {
    const chosen = select.value;
    try {
      const done = await write(more => client.api.put(path, { [member]: chosen, ...more }));
      kept = done ? chosen : kept;
      select.value = kept;
      if (done) {
        toast(words.saved);
      }
    } catch (error) {
      select.value = kept;
      toast(errorSentence(error));
    }
  }
}
