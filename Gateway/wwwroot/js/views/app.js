import { copyOf, el } from './dom.js';
import { ImError } from '../net/errors.js';
import { errorSentence } from '../text/sentences.js';
import { avatar } from './avatar.js';
import { showBanner } from './banner.js';
import { showChat } from './chat.js';
import { showConversations } from './conversations.js';
import { confirm } from './dialog.js';
import { showDevices } from './devices.js';
import { showNewGroup } from './new-group.js';
import { showPersonSearch } from './person-search.js';
import { toast } from './toast.js';

/** The page of a signed-in user. The address names the open conversation, so reload, back and bookmarks work. It stays until the page goes. */
export function showApp(page, client) {
  const { root, ...parts } = copyOf('app');
  const empty = parts.stage.firstElementChild;
  let closeChat = () => {};

  page.replaceChildren(root);
  showMe();
  showBanner(parts.banner, client.connection);
  showConversations(parts.list, client);
  const search = showPersonSearch(parts.search, parts.found, client, {
    toggled: searching => (parts.list.hidden = searching),
    picked: async person => {
      search.clear();
      open(await client.openDirect(person));
    },
  });

  parts.newGroup.onclick = () => showNewGroup(client, open);
  parts.devices.onclick = () => showDevices(client);
  parts.signOut.onclick = () => leave();
  addEventListener('hashchange', route);
  client.store.on('removed', conversation => {
    if (conversation.id === client.store.watched) {
      open(null);
    }
    toast(`You are no longer in “${conversation.title ?? 'this group'}”.`);
  });
  client.outbox.on('failed', ({ failure, conversationId }) => {
    if (conversationId !== client.store.watched) {
      toast(`A message could not be sent. ${errorSentence(new ImError(failure.code, failure.message))}`);
    }
  });
  route();

  function open(conversationId) {
    location.hash = conversationId ? `/${conversationId}` : '';
  }

  function route() {
    closeChat();
    const conversationId = decodeURIComponent(location.hash.slice(2)) || null;
    client.store.watch(conversationId);
    root.classList.toggle('chatting', conversationId !== null);
    if (conversationId) {
      closeChat = showChat(parts.stage, client, conversationId, () => open(null));
    } else {
      closeChat = () => {};
      parts.stage.replaceChildren(empty);
    }
  }

  async function showMe() {
    const { username } = client.session.current;
    const profile = await client.api.get('users/me').catch(() => ({ userId: client.me, displayName: username, username }));
    client.people.learn([profile]);
    parts.me.replaceChildren(avatar(profile.userId, profile.displayName),
      el('span', { className: 'title', dir: 'auto', textContent: profile.displayName }));
    parts.me.title = `Signed in as ${profile.username}`;
  }

  async function leave() {
    const waiting = client.outbox.all.length;
    const warning = waiting === 0 ? 'You can sign in again at any time.'
      : `${waiting === 1 ? 'One message has' : `${waiting} messages have`} not been sent yet and will be discarded.`;
    if (await confirm('Sign out of this device?', warning, 'Sign out')) {
      await client.signOut();
    }
  }
}
