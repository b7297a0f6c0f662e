import { el } from './dom.js';

const SHOWN_MS = 6000;

/** A sentence that comes and goes. @param {string} sentence */
export function toast(sentence) {
  const node = el('p', { className: 'toast', textContent: sentence });
  document.getElementById('toasts')?.append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}
