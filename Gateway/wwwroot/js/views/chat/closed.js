import { words } from '../../text/language.js';
import { el } from '../dom.js';

/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */

/**
 * Replaces the composer by a sentence when the other account was deleted. Returns what closes it.
 * @param {HTMLElement} composer
 * @param {Client} client
 * @param {Conversation} conversation
 */
export function showClosed(composer, client, { peerId }) {
  if (peerId === null) {
    return () => {};
  }
  const line = el('p', { className: 'closed', textContent: words.closedChat });
  composer.before(line);
  const draw = () => {
    const closed = client.people.isDeleted(peerId);
    composer.hidden = closed;
    line.hidden = !closed;
  };
  draw();
  return client.people.on('changed', draw);
}
