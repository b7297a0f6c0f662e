import { words } from '../../text/language.js';
import { openDialog } from '../panels/dialog.js';
import { el } from '../dom.js';

const LONGEST = 128;

/**
 * A labelled field for a password, which can be shown. `fresh` is one that is yet to be chosen, with its hint.
 * @param {string} label
 * @param {{fresh?: boolean}} more
 */
export function secretField(label, { fresh = false } = {}) {
  const input = el('input', { type: 'password', required: true, maxLength: LONGEST, autocomplete: fresh ? 'new-password' : 'current-password', enterKeyHint: 'done' });
  const eye = el('button', { type: 'button', className: 'icon eye', ariaLabel: words.showPassword, ariaPressed: 'false' });
  eye.onclick = () => {
    const shown = input.type === 'password';
    input.type = shown ? 'text' : 'password';
    eye.ariaPressed = String(shown);
    eye.ariaLabel = eye.title = shown ? words.hidePassword : words.showPassword;
  };
  if (fresh) {
    input.minLength = 8;
  }
  const root = el('label', {}, label, el('span', { className: 'secret' }, input, eye), fresh ? el('small', { textContent: words.passwordHint }) : null);
  return { root, input };
}

/**
 * Explains something and asks for the password; `work(password)` does it. Answers whether it was done. A wrong password can be typed again.
 * @param {string} heading
 * @param {HTMLElement[]} explained
 * @param {string} action
 * @param {(password: string) => unknown} work
 * @param {{danger?: boolean}} more
 * @returns {Promise<boolean>}
 */
export function askPassword(heading, explained, action, work, { danger = false } = {}) {
  const { root, input } = secretField(words.password);
  return ask(heading, [...explained, root], action, () => work(input.value), { danger, focus: input });
}

/**
 * A form in a panel with one thing to do. Answers whether it was done.
 * @param {string} heading
 * @param {HTMLElement[]} content
 * @param {string} action
 * @param {() => unknown} work
 * @param {{danger?: boolean, focus: HTMLInputElement}} more
 * @returns {Promise<boolean>}
 */
export function ask(heading, content, action, work, { danger = false, focus }) {
  return new Promise(resolve => {
    const submit = el('button', { className: danger ? 'primary danger' : 'primary', textContent: action });
    const form = el('form', {}, ...content, el('div', { className: 'actions' },
      el('button', { type: 'button', textContent: words.cancel, onclick: () => dialog.close() }), submit));
    const dialog = openDialog(heading, form);
    dialog.root.addEventListener('close', () => resolve(false));
    form.onsubmit = async event => {
      event.preventDefault();
      submit.disabled = true;
      const done = await dialog.attempt(work);
      submit.disabled = false;
      if (done) {
        resolve(true);
        dialog.close();
      } else {
        focus.select();
      }
    };
    focus.focus();
  });
}
