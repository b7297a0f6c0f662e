import { NAME_LENGTH } from '../../net/limits.js';
import { cleanName } from '../../text/clean.js';
import { choose, language, languages, words } from '../../text/language.js';
import { accountChoices } from './account.js';
import { avatar } from '../avatar.js';
import { confirm, openDialog } from '../panels/dialog.js';
import { el } from '../dom.js';
import { notificationChoice } from '../notifications.js';
import { setting } from './setting.js';
import { themeChoice } from './theme.js';
import { toast } from '../toast.js';

/** @import { Client } from '../../model/client.js' */

/** The profile of the user: the name that others see, the privacy of presence and receipts, language, notifications, signing out. @param {Client} client */
export function showProfile(client) {
  const { username } = client.session.current;
  const name = el('input', { required: true, maxLength: NAME_LENGTH, autocomplete: 'name', enterKeyHint: 'done', dir: 'auto', value: client.people.name(client.me) });
  const form = el('form', {},
    el('div', { className: 'self' }, avatar(client.me, client.people.name(client.me)), el('span', { className: 'line', dir: 'ltr', textContent: `@${username}` })),
    el('label', {}, words.displayName, el('span', { className: 'beside' }, name, el('button', { className: 'primary', textContent: words.save }))));
  const dialog = openDialog(words.profile, form,
    el('div', { className: 'settings' },
      languageChoice(),
      themeChoice(),
      setting(client, { name: 'presence', path: 'presence/privacy', member: 'visibleTo', label: words.visibleTo, choices: words.audiences }),
      setting(client, { name: 'presence', path: 'presence/privacy', member: 'receipts', label: words.receipts, choices: words.receiptChoices, hint: words.receiptsHint }),
      notificationChoice(),
      accountChoices(client, () => dialog.close())));
  dialog.footer.append(el('button', { type: 'button', className: 'danger', textContent: words.signOut, onclick: leave }));

  form.onsubmit = async event => {
    event.preventDefault();
    const done = await dialog.attempt(async () => client.people.learn([await client.api.patch('users/me', { displayName: name.value.trim() })]));
    if (done) {
      dialog.close();
      toast(words.saved);
    }
  };

  async function leave() {
    const waiting = client.outbox.all.length;
    const warning = words.sentences(waiting > 0 ? words.signOutWaiting(waiting) : null, words.signOutHint);
    if (await confirm(words.signOutAsk, warning, words.signOut)) {
      await client.signOut();
    }
  }
}

/**
 * The button of the user, above the list.
 * @param {HTMLElement} button
 * @param {Client} client
 */
export function showMe(button, client) {
  const draw = () => {
    const name = client.people.name(client.me);
    const shown = name === '…' ? client.session.current.username : name;
    button.replaceChildren(
      el('span', { className: 'unseen', textContent: words.named(words.profile, '') }), avatar(client.me, shown), el('span', { className: 'title', dir: 'auto', textContent: cleanName(shown) }));
    button.title = words.signedInAs(client.session.current.username);
  };
  button.onclick = () => showProfile(client);
  client.people.on('changed', draw);
  draw();
}

export function languageChoice() {
  const select = el('select', { onchange: () => choose(select.value) }, ...Object.entries(languages).map(([value, textContent]) =>
    el('option', { value, textContent, lang: value, selected: value === language })));
  return el('label', {}, words.language, select);
}
