import { register, signIn } from '../net/accounts.js';
import { copyOf, say } from './dom.js';
import { errorSentence } from '../text/sentences.js';

const WORDS = {
  signIn: { title: 'Sign in', question: 'New here?', other: 'Create an account' },
  register: { title: 'Create an account', question: 'Have an account?', other: 'Sign in' },
};

/** The page before a session; `done` is called once there is one. */
export function showSignIn(page, session, notice, done) {
  const { root, form, title, nameField, submit, question, other, error, notice: noticeLine } = copyOf('sign-in');
  const { username, displayName, password } = form.elements;
  let mode = 'signIn';

  page.replaceChildren(root);
  say(noticeLine, notice);
  apply();
  username.focus();

  other.onclick = () => {
    mode = mode === 'signIn' ? 'register' : 'signIn';
    apply();
    username.focus();
  };

  form.onsubmit = async event => {
    event.preventDefault();
    submit.disabled = true;
    say(error);
    try {
      await enter();
      done();
    } catch (refusal) {
      say(error, errorSentence(refusal));
      submit.disabled = false;
    }
  };

  async function enter() {
    const entries = { username: username.value.trim(), password: password.value, displayName: displayName.value.trim() };
    if (mode === 'register') {
      await register(entries);
      // The account exists now: if signing in fails, trying again must not register again.
      mode = 'signIn';
      apply();
    }
    await signIn(session, entries);
  }

  function apply() {
    const words = WORDS[mode];
    title.textContent = submit.textContent = words.title;
    question.textContent = words.question;
    other.textContent = words.other;
    nameField.hidden = mode === 'signIn';
    password.autocomplete = mode === 'signIn' ? 'current-password' : 'new-password';
    say(error);
  }
}
