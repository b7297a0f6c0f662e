import { patched } from '../../dom/parts.js';
import { path } from '../../net/api.js';
import { words } from '../../text/language.js';
import { errorSentence } from '../../text/sentences.js';
import { openMenu } from '../panels/menu.js';
import { toast } from '../toast.js';

/** @import { Client } from '../../model/client.js' */
/** @import { Choice, Conversation } from '../../model/conversation.js' */

const HOUR_MS = 3_600_000;

/** The server takes a time that has passed as the end of muting. */
const OVER = new Date(0).toISOString();

/**
 * The bell of an open chat: whether its messages notify, on all devices of the user. Returns what draws it.
 * @param {HTMLElement} bell
 * @param {Client} client
 * @param {Conversation} conversation
 */
export function showBell(bell, client, conversation) {
  const draw = patched(isMuted => bell.classList.toggle('off', isMuted));
  bell.hidden = conversation.peerId === client.me;
  bell.onclick = () => openMenu(words.notifyTitle, choices(), bell);
  return () => draw(conversation.isMuted);

  function choices() {
    const { isGroup, isMuted, notify } = conversation;
    return [
      ...isMuted || notify !== 'all' ? [item(words.notifyAll, { notify: 'all', mutedUntil: OVER })] : [],
      ...isGroup && (isMuted || notify !== 'mentions') ? [item(words.notifyMentions, { notify: 'mentions', mutedUntil: OVER })] : [],
      ...isMuted ? [] : [
        item(words.muteHours(1), { mutedUntil: after(1) }),
        item(words.muteHours(8), { mutedUntil: after(8) }),
        item(words.muteAlways, { notify: 'none' }),
      ],
    ];
  }

  /**
   * @param {string} label
   * @param {Choice} choice
   */
  function item(label, choice) {
    return { label, act: () => choose(choice) };
  }

  /** @param {Choice} choice */
  async function choose(choice) {
    try {
      conversation.choose(await client.api.patch(path`conversations/${conversation.id}`, choice));
      client.store.emit('changed', conversation);
    } catch (/** @type {any} */ error) {
      toast(errorSentence(error));
    }
  }

  /** @param {number} hours */
  function after(hours) {
    return new Date(Date.now() + hours * HOUR_MS).toISOString();
  }
}
