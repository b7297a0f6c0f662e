import { NAME_LENGTH } from '../../net/limits.js';
import { words } from '../../text/language.js';
import { openDialog } from '../panels/dialog.js';
import { el } from '../dom.js';
import { memberPicker } from './member-picker.js';

/** @import { Client } from '../../model/client.js' */

/**
 * Asks for a name and people; `opened` gets what makes the group and answers its id.
 * @param {Client} client
 * @param {(begin: () => Promise<string>) => Promise<void>} opened
 */
export function showNewGroup(client, opened) {
  const name = el('input', { required: true, maxLength: NAME_LENGTH, autocomplete: 'off', enterKeyHint: 'done', dir: 'auto' });
  const picker = memberPicker(client, words.people);
  const form = el('form', { id: 'new-group' }, el('label', {}, words.groupName, name), picker.root);
  const dialog = openDialog(words.newGroup, form);
  const create = el('button', { className: 'primary', textContent: words.create });
  create.setAttribute('form', form.id);
  dialog.footer.append(el('button', { type: 'button', textContent: words.cancel, onclick: dialog.close }), create);
  name.focus();

  form.onsubmit = async event => {
    event.preventDefault();
    const done = await dialog.attempt(() => opened(() => client.createGroup(name.value.trim(), picker.ids())));
    if (done) {
      dialog.close();
    }
  };
}
