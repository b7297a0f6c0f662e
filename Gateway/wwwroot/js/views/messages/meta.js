import { el } from '../../dom/el.js';
import { patched, slots } from '../../dom/parts.js';
import { fullTimeOf, timeOf } from '../../text/dates.js';
import { words } from '../../text/language.js';

/** @import { MetaFacts } from './facts.js' */

/**
 * When a message was written and changed, and how far one's own has got; `state` is null for a message of others.
 * @param {MetaFacts} facts
 */
export function meta(facts) {
  const node = el('span', { className: 'meta' });
  const time = el('time');
  const put = slots(node, 'edited', 'time', 'tick');
  const date = patched(sentAt => {
    time.dateTime = sentAt;
    time.title = fullTimeOf(sentAt);
    time.textContent = timeOf(sentAt);
  });
  const edited = patched(at => put('edited', at ? el('span', { title: fullTimeOf(at), textContent: `${words.edited} ` }) : null));
  /** @type {?HTMLElement} */
  let mark = null;
  const tick = patched((/** @type {Pick<MetaFacts, 'state' | 'count'>} */ { state, count }) => {
    mark = state === null ? null : mark ?? el('span', { role: 'img' });
    if (mark && state) {
      mark.className = `tick ${state}`;
      mark.ariaLabel = mark.title = count > 1 ? (state === 'read' ? words.readBy(count) : words.deliveredTo(count)) : words.states[state];
    }
    put('tick', mark);
  });

  put('time', time);
  update(facts);
  return { node, update };

  /** @param {MetaFacts} facts */
  function update({ sentAt, editedAt, state, count }) {
    date(sentAt);
    edited(editedAt ?? null);
    tick({ state, count });
  }
}
