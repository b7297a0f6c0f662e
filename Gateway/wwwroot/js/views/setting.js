import { words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { el } from './dom.js';
import { toast } from './toast.js';

/** One choice that the server keeps as `name`, read from and written to `path` as `{[member]: value}`; `hint` explains it. A server without it shows nothing. */
export function setting(client, { name, path, member, label, choices, hint }) {
  const select = el('select', {}, ...Object.entries(choices).map(([value, textContent]) => el('option', { value, textContent })));
  const root = el('label', { hidden: true }, label, select, hint ? el('small', { textContent: hint }) : null);
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
    try {
      await client.api.put(path, { [member]: select.value });
      kept = select.value;
      toast(words.saved);
    } catch (error) {
      select.value = kept;
      toast(errorSentence(error));
    }
  }
}
