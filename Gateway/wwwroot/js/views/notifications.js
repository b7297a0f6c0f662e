import { cleanName } from '../text/clean.js';
import { locale, words } from '../text/language.js';
import { preview } from '../text/notices.js';
import { el } from './dom.js';

const ATTENDED = 'im.attended';

/** Shows what arrives while nobody looks at any tab. The browser is asked for permission by `notificationChoice` only. */
export function showNotifications(client, open) {
  const { store, people } = client;
  const shown = new Map();
  let release = () => {};
  addEventListener('focus', attend);
  addEventListener('blur', () => release());
  if (document.hasFocus()) {
    attend();
  }
  store.on('changed', ({ id, readUpTo }) => shown.get(id)?.seq <= readUpTo && hide(id));
  store.on('removed', ({ id }) => hide(id));
  store.on('arrived', async (conversation, entries) => {
    const message = entries.findLast(({ senderId, kind }) => senderId !== client.me && kind !== 'notice');
    const allowed = globalThis.Notification?.permission === 'granted';
    if (allowed && message && message.seq > conversation.readUpTo && !await attended()) {
      show(conversation, message);
    }
  });

  /** A tab that someone looks at holds a lock, which the others see. */
  function attend() {
    release();
    navigator.locks?.request(ATTENDED, { mode: 'shared' }, () => new Promise(resolve => (release = resolve)));
  }

  async function attended() {
    const { held = [] } = await navigator.locks?.query() ?? {};
    return document.hasFocus() || held.some(({ name }) => name === ATTENDED);
  }

  /** All tabs show the same one: those with the same tag replace one another. */
  function show(conversation, message) {
    const notification = new Notification(cleanName(conversation.title ?? people.name(message.senderId)), {
      body: preview(message, conversation.isGroup, people, client.me), tag: conversation.id, icon: 'icons/favicon.svg', lang: locale,
    });
    shown.set(conversation.id, { seq: message.seq, notification });
    notification.onclick = () => {
      hide(conversation.id);
      focus();
      open(conversation.id);
    };
  }

  /** Read here or on another device, it has nothing to tell any more. */
  function hide(id) {
    shown.get(id)?.notification.close();
    shown.delete(id);
  }
}

/** Whether they are on, and the button that turns them on. */
export function notificationChoice() {
  const root = el('div', { className: 'choice' });
  draw();
  return root;

  function draw() {
    const permission = globalThis.Notification?.permission ?? 'unsupported';
    const said = { granted: words.notificationsOn, denied: words.notificationsBlocked, unsupported: words.unsupported, default: words.notifications }[permission];
    root.replaceChildren(el('span', { textContent: said }),
      permission === 'default' ? el('button', { type: 'button', textContent: words.turnOn, onclick: ask }) : '');
  }

  async function ask() {
    await Notification.requestPermission();
    draw();
  }
}
