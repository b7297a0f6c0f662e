import { words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { copyOf, el, say } from '../dom.js';
import { closeBeside, makeSheet } from './sheet.js';

/**
 * `attempt(work)` runs something and shows its refusal in the dialog; answers whether it went well.
 * @typedef {{root: HTMLDialogElement, body: HTMLElement, footer: HTMLElement, attempt(work: () => unknown): Promise<boolean>, close():
 * void}} Dialog
 */

let count = 0;

/**
 * Opens a modal panel; on a phone it is a sheet.
 * @param {string} heading
 * @param {(Node | string)[]} content
 * @returns {Dialog}
 */
export function openDialog(heading, ...content) {
  const { header, ...dialog } = make(heading, content);
  makeSheet(dialog.root, header);
  dialog.root.showModal();
  return dialog;
}

/**
 * Asks before something that cannot be taken back.
 * @param {string} heading
 * @param {string} sentence
 * @param {string} action
 * @returns {Promise<boolean>}
 */
export function confirm(heading, sentence, action) {
  return new Promise(resolve => {
    const { root, footer } = make(heading, [el('p', { textContent: sentence })]);
    /** @param {boolean} value */
    const answer = value => {
      resolve(value);
      root.close();
    };
    const yes = el('button', { type: 'button', className: 'primary danger', textContent: action, onclick: () => answer(true) });
    root.classList.add('small');
    root.addEventListener('close', () => resolve(false));
    footer.append(el('button', { type: 'button', textContent: words.cancel, onclick: () => answer(false) }), yes);
    closeBeside(root);
    root.showModal();
    yes.focus();
  });
}

/**
 * @param {string} heading
 * @param {(Node | string)[]} content
 * @returns {Dialog & {header: HTMLElement}}
 */
function make(heading, content) {
  const { root, header, title, close, body, footer, error } = copyOf('dialog');
  const dialog = /** @type {HTMLDialogElement} */ (root);
  title.textContent = heading;
  // One panel can stand before another, and each has its own name.
  title.id = `dialog-title-${++count}`;
  dialog.setAttribute('aria-labelledby', title.id);
  body.append(...content);
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  return { root: dialog, header, body, footer, attempt, close: () => dialog.close() };

  /** @param {() => unknown} work */
  async function attempt(work) {
    say(error);
    dialog.setAttribute('aria-busy', 'true');
    try {
      await work();
      return true;
    } catch (refusal) {
      say(error, errorSentence(refusal));
      return false;
    } finally {
      dialog.removeAttribute('aria-busy');
    }
  }
}
