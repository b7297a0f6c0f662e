import { words } from '../../text/language.js';
import { el } from '../dom.js';
import { ask, askPassword, secretField } from './secret.js';
import { toast } from '../toast.js';

/** @import { Client } from '../../model/client.js' */

/**
 * The actions on the account itself, as a row of the settings; `close` closes its panel.
 * @param {Client} client
 * @param {() => void} close
 */
export function accountChoices(client, close) {
  /** @type {(textContent: string, open: (client: Client) => unknown, className?: string) => HTMLElement} */
  const choice = (textContent, open, className = '') => el('button', { type: 'button', className, textContent, onclick: () => {
    close();
    open(client);
  } });
  return el('div', { className: 'choice account' }, choice(words.changePassword, changePassword), choice(words.deleteAccount, deleteAccount, 'danger'));
}

/** @param {Client} client */
async function changePassword(client) {
  const before = secretField(words.oldPassword);
  const after = secretField(words.newPassword, { fresh: true });
  const done = await ask(
    words.changePassword,
    [username(client), before.root, after.root, el('p', { className: 'hint', textContent: words.changePasswordHint })],
    words.changePassword,
    () => client.changePassword(before.input.value, after.input.value),
    { focus: before.input });
  if (done) {
    toast(words.passwordChanged);
  }
}

/** @param {Client} client */
function deleteAccount(client) {
  return askPassword(
    words.deleteAsk,
    [username(client), el('ul', { className: 'explained' }, ...words.deleteExplained.map(textContent => el('li', { textContent })))],
    words.deleteForEver,
    password => client.deleteAccount(password),
    { danger: true });
}

/** For the browser's password manager, which has to know whose password this is. @param {Client} client */
function username(client) {
  return el('input', { type: 'text', className: 'unseen', autocomplete: 'username', readOnly: true, tabIndex: -1, ariaHidden: 'true', value: client.session.current.username });
}
