import { words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { copyOf, el, say } from './dom.js';

let count = 0;

/** Opens a modal panel. `attempt(work)` runs something and shows its refusal in the panel; answers whether it went well. */
export function openDialog(heading, ...content) {
  const { root, title, close, body, footer, error } = copyOf('dialog');
  title.textContent = heading;
  // One panel can stand before another, and each has its own name.
  title.id = `dialog-title-${++count}`;
  root.setAttribute('aria-labelledby', title.id);
  body.append(...content);
  close.onclick = () => root.close();
  root.addEventListener('click', event => event.target === root && root.close());
  root.onclose = () => root.remove();
  document.body.append(root);
  root.showModal();

  return { root, body, footer, attempt, close: () => root.close() };

  async function attempt(work) {
    say(error);
    root.setAttribute('aria-busy', 'true');
    try {
      await work();
      return true;
    } catch (refusal) {
      say(error, errorSentence(refusal));
      return false;
    } finally {
      root.removeAttribute('aria-busy');
    }
  }
}

/** Asks before something that cannot be taken back. */
export function confirm(heading, sentence, action) {
  return new Promise(resolve => {
    const dialog = openDialog(heading, el('p', { textContent: sentence }));
    const answer = value => {
      resolve(value);
      dialog.close();
    };
    dialog.root.classList.add('small');
    dialog.root.addEventListener('close', () => resolve(false));
    dialog.footer.append(
      el('button', { type: 'button', textContent: words.cancel, onclick: () => answer(false) }),
      el('button', { type: 'button', className: 'primary danger', textContent: action, autofocus: true, onclick: () => answer(true) }));
    dialog.footer.lastChild.focus();
  });
}
