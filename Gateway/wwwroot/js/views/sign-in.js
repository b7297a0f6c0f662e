import { register, signIn } from '../net/accounts.js';
import { choose, language, languages, words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { copyOf, el, say } from './dom.js';

/** @import { Session } from '../net/session.js' */

const MODES = {
  signIn: { title: words.signIn, question: words.newHere, other: words.register },
  register: { title: words.register, question: words.haveAccount, other: words.signIn },
};

/**
 * The page before a session; `done` is called once there is one.
 * @param {HTMLElement} page
 * @param {Session} session
 * @param {?string} notice
 * @param {() => Promise<void>} done
 */
export function showSignIn(page, session, notice, done) {
  const { root, form, title, nameField, submit, question, other, error, eye, notice: noticeLine, languages: languageLine, ...hints } = copyOf('sign-in');
  const { username, displayName, password } = form.elements;
  /** @type {keyof typeof MODES} */
  let mode = 'signIn';

  page.replaceChildren(root);
  say(noticeLine, notice);
  languageLine.append(...Object.entries(languages).map(([code, name]) =>
    el('button', { type: 'button', className: 'link', lang: code, textContent: name, ariaPressed: String(code === language), onclick: () => choose(code) })));
  apply();
  username.focus();

  other.onclick = () => {
    mode = mode === 'signIn' ? 'register' : 'signIn';
    apply();
    username.focus();
  };

  eye.onclick = () => {
    const shown = password.type === 'password';
    password.type = shown ? 'text' : 'password';
    eye.ariaPressed = String(shown);
    eye.title = shown ? words.hidePassword : words.showPassword;
  };

  form.onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    submit.disabled = true;
    submit.textContent = words.working;
    say(error);
    try {
      await enter();
      await done();
    } catch (refusal) {
      apply();
      say(error, errorSentence(refusal));
    }
  };

  async function enter() {
    const entries = { username: username.value.trim(), password: password.value, displayName: displayName.value.trim() };
    if (mode === 'register') {
      await register(entries);
      // The account exists now: if signing in fails, trying again must not register again.
      mode = 'signIn';
    }
    await signIn(session, entries);
  }

  function apply() {
    const registering = mode === 'register';
    title.textContent = submit.textContent = MODES[mode].title;
    submit.disabled = false;
    question.textContent = MODES[mode].question;
    other.textContent = MODES[mode].other;
    nameField.hidden = hints.usernameHint.hidden = hints.passwordHint.hidden = !registering;
    password.autocomplete = registering ? 'new-password' : 'current-password';
    say(error);
  }
}
