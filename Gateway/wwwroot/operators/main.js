import { proofOf } from '../js/net/device.js';
import { ConnectionLost, httpError } from '../js/net/errors.js';
import { language } from '../js/text/language.js';
import { errorSentence } from '../js/text/sentences.js';
import { el, say } from '../js/views/dom.js';
import { words } from './words.js';

/** The cookie is hidden from scripts: whether there may be one is worth remembering, so that a first visit asks for nothing. */
const SIGNED_IN = 'im.operator';
/** Relative to the page, so that the product also works below a path of another site. */
const root = new URL('../', document.baseURI);
const session = new URL('api/operators/session', root);
const signIn = document.getElementById('sign-in');
const pages = document.getElementById('pages');

document.documentElement.lang = language;
document.title = `${words.title} · ImOrleans`;
for (const node of document.querySelectorAll('[data-words]')) {
  node.textContent = words[node.dataset.words];
}

signIn.onsubmit = event => {
  event.preventDefault();
  const { username, password } = signIn.elements;
  return attempt(signIn, async () => {
    const name = username.value.trim();
    const signedIn = await ask('POST', { username: name, password: password.value, deviceProof: proofOf(name) });
    localStorage.setItem(SIGNED_IN, 'yes');
    password.value = '';
    const next = new URLSearchParams(location.search).get('next');
    const wanted = signedIn.pages.find(path => path === next || path === `${next}/`);
    if (wanted) {
      location.replace(new URL(wanted, root));
    } else {
      showPages(signedIn);
    }
  });
};

pages.querySelector('button').onclick = () => attempt(pages, async () => {
  await ask('DELETE');
  localStorage.removeItem(SIGNED_IN);
  showSignIn();
});

await begin();

/** Shows the pages to a signed-in operator at once, and the sign-in to all others. */
async function begin() {
  if (!localStorage.getItem(SIGNED_IN)) {
    showSignIn();
    return;
  }
  try {
    showPages(await ask('GET'));
  } catch (refusal) {
    if (refusal.status === 401) {
      localStorage.removeItem(SIGNED_IN);
    }
    showSignIn();
    say(signIn.querySelector('.error'), errorSentence(refusal));
  }
}

async function ask(method, body) {
  const response = await fetch(session, {
    method, cache: 'no-store', headers: body && { 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => { throw new ConnectionLost(); });
  if (!response.ok) {
    throw await httpError(response);
  }
  return response.status === 204 ? undefined : await response.json();
}

/** Says what went wrong in the part of the page where it did. */
async function attempt(part, act) {
  const button = part.querySelector('button');
  const error = part.querySelector('.error');
  button.disabled = true;
  say(error);
  try {
    await act();
  } catch (refusal) {
    say(error, errorSentence(refusal));
  } finally {
    button.disabled = false;
  }
}

function showSignIn() {
  show(signIn, pages);
  signIn.elements.username.focus();
}

function showPages({ username, pages: paths }) {
  say(document.getElementById('who'), words.who(username));
  pages.querySelector('ul').replaceChildren(...paths.map(path => {
    const [name, about] = words.about[path] ?? [path, ''];
    return el('li', {}, el('a', { href: new URL(path, root).href }, el('strong', { textContent: name }), el('span', { textContent: about })));
  }));
  pages.querySelector('[data-words=none]').hidden = paths.length > 0;
  show(pages, signIn);
}

function show(part, other) {
  part.hidden = false;
  other.hidden = true;
}
