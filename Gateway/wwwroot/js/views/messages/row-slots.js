import { el } from '../../dom/el.js';
import { patched } from '../../dom/parts.js';
import { words } from '../../text/language.js';

/** The lines that can stand above a row, in the slots `day` and `unread`. */
export function headings(put) {
  return patched(({ day, unread }) => {
    put('day', day && heading('day', day));
    put('unread', unread ? heading('unread-mark', words.newMessages) : null);
  });
}

/** The slot `body`. A body that is drawn otherwise from now on, as one that was deleted can be, is made anew. */
export function bodySlot(put) {
  let part = null;
  let maker = null;
  return ({ makeBody, body }) => {
    if (makeBody === maker) {
      part.update(body);
    } else {
      maker = makeBody;
      part = makeBody(body);
      put('body', part.node);
    }
  };
}

function heading(className, text) {
  return el('p', { className }, el('span', { dir: 'auto', textContent: text }));
}
