import { ImError } from '../net/errors.js';
import { inSentence } from '../text/clean.js';
import { words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { showBanner } from './banner.js';
import { showChat } from './chat/chat.js';
import { showConversations } from './list/conversations.js';
import { showDevices } from './settings/devices.js';
import { copyOf } from './dom.js';
import { showNewGroup } from './groups/new-group.js';
import { showNotifications } from './notifications.js';
import { showPersonSearch } from './list/person-search.js';
import { showMe } from './settings/profile.js';
import { toast } from './toast.js';

/** @import { Client } from '../model/client.js' */

/**
 * The page of a signed-in user. The address names the open conversation, so reload, back and bookmarks work. It stays until the page goes.
 * @param {HTMLElement} page
 * @param {Client} client
 */
export function showApp(page, client) {
  const { root, ...parts } = copyOf('app');
  const empty = parts.stage.firstElementChild;
  let closeChat = () => {};

  page.replaceChildren(root);
  showMe(parts.me, client);
  showBanner(parts.banner, client.connection);
  const drawList = showConversations(parts, client);
  showNotifications(client);
  const search = showPersonSearch(parts.search, parts.found, client, {
    toggled: searching => {
      parts.list.hidden = searching;
      parts.nothing.hidden ||= searching;
      drawList();
    },
    picked: async person => {
      search.clear();
      await openUnlessElsewhere(() => client.openDirect(person));
    },
  });

  parts.newGroup.onclick = () => showNewGroup(client, openUnlessElsewhere);
  parts.devices.onclick = () => showDevices(client);
  parts.skip.onclick = (/** @type {Event} */ event) => {
    event.preventDefault();
    (parts.stage.querySelector('textarea') ?? parts.stage).focus();
  };
  addEventListener('hashchange', route);
  client.store.on('removed', conversation => {
    if (conversation.id === client.store.watched) {
      open(null);
    }
    toast(words.gone(conversation.title ? inSentence(conversation.title) : words.thisGroup));
  });
  client.outbox.on('failed', ({ failure, conversationId }) => {
    if (conversationId !== client.store.watched) {
      toast(words.failedElsewhere(errorSentence(new ImError(failure.code, failure.message))));
    }
  });
  route();

  /** A slow answer must not move the user away from a view that was opened meanwhile. @param {() => Promise<string>} begin */
  async function openUnlessElsewhere(begin) {
    const before = location.hash;
    const conversationId = await begin();
    if (location.hash === before) {
      open(conversationId);
    }
  }

  /** @param {?string} conversationId */
  function open(conversationId) {
    location.hash = conversationId ? `/${conversationId}` : '';
  }

  function route() {
    closeChat();
    const conversationId = addressed();
    client.store.watch(conversationId);
    root.classList.toggle('chatting', conversationId !== null);
    if (conversationId) {
      closeChat = showChat(parts.stage, client, conversationId, () => open(null));
    } else {
      closeChat = () => {};
      parts.stage.replaceChildren(empty);
    }
  }
}

/** An address may have been typed, and typed wrongly. */
function addressed() {
  try {
    return decodeURIComponent(location.hash.slice(2)) || null;
  } catch {
    return null;
  }
}
