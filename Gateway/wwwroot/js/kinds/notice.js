import { el } from '../dom/el.js';
import { patched } from '../dom/parts.js';
import { inSentence } from '../text/clean.js';
import { listed, words } from '../text/language.js';

const GOING = ['left', 'removed'];

/** A notice of the server about the conversation itself: "You added Lin and Omar". @type {import('./kinds.js').Kind} */
export default {
  name: 'notice',
  counts: false,
  moves: true,
  shape: 'line',
  isOwnWords: () => false,
  says: sentence,
  body: { facts: (message, people) => ({ text: sentence(message, people) }), make: line },
  /** A member who has left, or was removed, has nothing to count. */
  changesMembers: ({ content }, me) => !(GOING.includes(content.event) && content.userIds?.includes(me)),
};

/**
 * @param {import('./kinds.js').Message} message
 * @param {import('./kinds.js').Names} people
 */
function sentence({ content }, people) {
  const { event, actorId, userIds = [], name } = content;
  const { notices } = words;
  const actor = actorId ? people.subject(actorId) : words.someone;
  const others = userIds.filter((/** @type {string} */ id) => id !== actorId);
  const names = () => listed(others, (/** @type {string} */ id) => people.object(id));
  switch (event) {
    case 'created': return notices.created(actor, name ? inSentence(name) : null);
    case 'joined': return others.length > 0 ? notices.added(actor, names()) : notices.joined(actor);
    case 'left': return notices.left(people.subject(userIds[0] ?? actorId));
    case 'removed': return notices.removed(actor, names());
    default: return notices.other;
  }
}

/** @param {{text: string}} facts */
function line(facts) {
  const said = el('span', { dir: 'auto' });
  const update = patched((/** @type {{text: string}} */ { text }) => (said.textContent = text));
  update(facts);
  return { node: el('p', { className: 'notice' }, said), update };
}
