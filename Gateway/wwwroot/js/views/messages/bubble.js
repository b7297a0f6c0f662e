import { el } from '../../dom/el.js';
import { patched, slots } from '../../dom/parts.js';
import { ImError } from '../../net/errors.js';
import { words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { paintAvatar, tintOf } from '../avatar.js';
import { meta } from './meta.js';
import { bodySlot, headings } from './row-slots.js';

/** @import { BubbleFacts } from './facts.js' */
/** @import { Actions } from './row.js' */
/** @import { Waiting } from '../../model/outbox.js' */

/**
 * A message in its bubble. Its parts are slots, and a change touches its own slot only.
 * @param {BubbleFacts} facts
 * @param {HTMLElement} node
 * @param {Actions} actions
 */
export function bubble(facts, node, actions) {
  /** The facts of last time, for the buttons: what they do is done to what is shown. */
  let current = facts;
  const frame = el('div');
  const content = el('div');
  const inRow = slots(node, 'day', 'unread', 'frame', 'face', 'failure');
  const inFrame = slots(frame, 'sender', 'quote', 'content', 'more', 'reactions');
  const inContent = slots(content, 'body', 'meta');
  const mark = meta(facts.meta);
  const above = headings(inRow);
  const body = bodySlot(inContent);
  const dress = patched(({ own, first, state, withFace, emoji, folded }) => {
    node.className = ['row', own ? 'own' : 'other', first && 'first', state, withFace && 'with-face'].filter(Boolean).join(' ');
    frame.className = emoji ? 'bubble emoji' : 'bubble';
    content.className = folded ? 'content folded' : 'content';
  });
  const more = patched(folded => inFrame('more', folded ? linkButton(words.showAll, () => actions.unfold(current.key)) : null));
  const sender = patched(from =>
    inFrame('sender', from && el('span', { className: `sender ${tintOf(from.id)}`, dir: 'auto', textContent: from.label })));
  const face = patched(of => inRow('face', of && paintAvatar(document.createElement('span'), of.id, of.name)));
  const failure = patched(why => inRow('failure', why && failed(why, /** @type {() => Waiting} */ (() => current.item), actions)));

  inRow('frame', frame);
  inFrame('content', content);
  inContent('meta', mark.node);
  update(facts);
  return { node, update };

  /** @param {BubbleFacts} now */
  function update(now) {
    current = now;
    dress(now.frame);
    more(now.frame.folded);
    above(now.above);
    sender(now.sender);
    face(now.face);
    body(now);
    mark.update(now.meta);
    failure(now.failure);
  }
}

/**
 * @param {{code: number, message: string}} failure
 * @param {() => Waiting} item
 * @param {Actions} actions
 */
function failed({ code, message }, item, { retry, discard }) {
  return el('p', { className: 'failure' },
    words.sentences(words.notSent, errorSentence(new ImError(code, message))), ' ',
    linkButton(words.retry, () => retry(item())), ' ',
    linkButton(words.discard, () => discard(item())));
}

/**
 * @param {string} textContent
 * @param {() => unknown} onclick
 */
function linkButton(textContent, onclick) {
  return el('button', { type: 'button', className: 'link', textContent, onclick });
}
