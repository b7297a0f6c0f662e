import { words } from '../../text/language.js';
import { el } from '../dom.js';

const KEY = 'im.theme';
const SYSTEM = 'system';

/** Light, dark, or as the system has it; kept in this browser. `styles/theme.js` applies it, in all tabs. */
export function themeChoice() {
  const chosen = localStorage.getItem(KEY) ?? SYSTEM;
  const select = el('select', { onchange: () => choose(select.value) }, ...Object.entries(words.themes).map(([value, textContent]) =>
    el('option', { value, textContent, selected: value === chosen })));
  return el('label', {}, words.theme, select);
}

/** @param {string} theme */
function choose(theme) {
  if (theme === SYSTEM) {
    localStorage.removeItem(KEY);
  } else {
    localStorage.setItem(KEY, theme);
  }
  dispatchEvent(new Event(KEY));
}
