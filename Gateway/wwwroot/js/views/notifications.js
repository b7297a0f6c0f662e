import { coalesced, pause } from '../base/timing.js';
import { countsAsUnread, isDeleted, isShown } from '../kinds/kinds.js';
import { preview } from '../kinds/previews.js';
import { cleanName } from '../text/clean.js';
import { locale, words } from '../text/language.js';
import { el } from './dom.js';

/** @import { Message } from '../kinds/kinds.js' */
/** @import { Client } from '../model/client.js' */
/** @import { Conversation } from '../model/conversation.js' */

const ATTENDED = 'im.attended';
const NAME_PATIENCE_MS = 3000;

/** Many messages are read at once, and asking which notifications there are is slow. */
const TIDY_MS = 300;

const isAllowed = () => globalThis.Notification?.permission === 'granted';

/**
 * Shows a notification for messages that arrive while no tab is visible. The service worker shows it, because phones allow no other way.
 * The browser is asked for permission by `notificationChoice` only.
 * @param {Client} client
 */
export function showNotifications(client) {
  const { store, people } = client;
  const tidy = coalesced(() => hideNotifications(({ tag, data }) => (store.get(tag)?.readUpTo ?? 0) >= data.seq), TIDY_MS);
  const read = new Map();
  let release = () => {};
  addEventListener('focus', attend);
  addEventListener('blur', () => release());
  if (document.hasFocus()) {
    attend();
  }
  // The message was read here or on another device, so the notification is withdrawn.
  store.on('changed', ({ id, readUpTo }) => {
    if (readUpTo > (read.get(id) ?? 0)) {
      read.set(id, readUpTo);
      tidy();
    }
  });
  store.on('removed', ({ id }) => hideNotifications(({ tag }) => tag === id));
  // An edited or deleted message must not stay there as it was.
  store.on('amended', ({ id }, /** @type {Message[]} */ entries) =>
    hideNotifications(({ tag, data }) => tag === id && entries.some(({ seq }) => seq === data.seq)));
  store.on('arrived', async (conversation, /** @type {Message[]} */ entries) => {
    const message = entries.findLast(one => countsAsUnread(one, client.me) && isShown(one) && !isDeleted(one));
    // The permission comes last: the browser looks it up in another process.
    if (message && message.seq > conversation.readUpTo && conversation.notifiesOf(message) && !await attended() && isAllowed()) {
      await show(conversation, message).catch(() => {});
    }
  });

  /** A tab that someone looks at holds a lock, which the others see. */
  function attend() {
    release();
    navigator.locks?.request(ATTENDED, { mode: 'shared' }, () => new Promise(resolve => (release = () => resolve(undefined))));
  }

  async function attended() {
    if (document.hasFocus()) {
      return true;
    }
    const { held = [] } = await navigator.locks?.query() ?? {};
    return document.hasFocus() || held.some(({ name }) => name === ATTENDED);
  }

  /**
   * All tabs show the same one: those with the same tag replace one another.
   * @param {Conversation} conversation
   * @param {Message} message
   */
  async function show(conversation, message) {
    const worker = await navigator.serviceWorker?.getRegistration();
    if (!worker?.active || !client.session.current) {
      return;
    }
    // It is not painted again when the name comes, so it waits for it, though not for long.
    await Promise.race([people.known(message.senderId), pause(NAME_PATIENCE_MS)]);
    await worker.showNotification(cleanName(conversation.title ?? people.name(message.senderId)), {
      body: preview(message, conversation.isGroup, people, client.me),
      tag: conversation.id, data: { seq: message.seq }, icon: 'icons/app.png', lang: locale,
    });
    // It became void before it was shown: the session ended, or the message was read or changed. The next user must not see it.
    const { seq } = message;
    const changed = conversation.lastMessage?.seq === seq && conversation.lastMessage.overlay !== message.overlay;
    if (!client.session.current || store.get(conversation.id) !== conversation || conversation.readUpTo >= seq || changed) {
      await hideNotifications(({ tag }) => !client.session.current || tag === conversation.id);
    }
  }
}

/**
 * Hides the notifications of all tabs that `which` selects, or all of them. They outlive the page that asked for them. Call it only when
 * needed, because Chromium drops a notification that it is about to show.
 * @param {(notification: Notification) => boolean} which
 */
export async function hideNotifications(which = () => true) {
  try {
    const worker = isAllowed() ? await navigator.serviceWorker?.getRegistration() : null;
    const shown = await worker?.getNotifications() ?? [];
    shown.filter(which).forEach(notification => notification.close());
  } catch {
    // A browser that reports the permission and then refuses shows no notification either.
  }
}

/** Whether they are on, and the button that turns them on. */
export function notificationChoice() {
  const root = el('div', { className: 'choice' });
  draw();
  return root;

  function draw() {
    const permission = navigator.serviceWorker && globalThis.Notification?.permission || 'unsupported';
    const said = { granted: words.notificationsOn, denied: words.notificationsBlocked, unsupported: words.unsupported, default: words.notifications }[permission];
    root.replaceChildren(el('span', { textContent: said }),
      permission === 'default' ? el('button', { type: 'button', textContent: words.turnOn, onclick: ask }) : '');
  }

  async function ask() {
    await Notification.requestPermission();
    draw();
  }
}
