import { Client } from './model/client.js';
import { Session } from './net/session.js';
import { keepPage } from './offline.js';
import { language } from './text/language.js';
import { signedOutSentence } from './text/sentences.js';
import { showApp } from './views/app.js';
import { hideNotifications } from './views/notifications.js';
import { showSignIn } from './views/sign-in.js';

const NOTICE = 'im.notice';
const FORGOTTEN = new Set(['signed-out', 'ended', 'password-changed', 'account-deleted']);
const page = /** @type {HTMLElement} */ (document.getElementById('page'));

document.documentElement.lang = language;
// A click on a notification; the address says which conversation is open.
navigator.serviceWorker?.addEventListener('message', ({ data }) => (location.hash = `/${data.conversationId}`));
navigator.serviceWorker?.startMessages();
const session = await Session.open();
if (session.current) {
  await openApp();
} else {
  hideNotifications();
  showSignIn(page, session, takeNotice(), openApp);
  // Another tab has signed in: this one need not ask any more.
  session.on('begun', () => location.reload());
}

keepPage().catch(() => {});

async function openApp() {
  const client = await Client.open(session);
  session.on('ended', async (reason, { username }) => {
    client.stop();
    await hideNotifications();
    // Signed out by its owner, here or from elsewhere because it was lost, or no account any more. After a session that only expired, the
    // data stays for the next sign-in.
    if (FORGOTTEN.has(reason)) {
      await client.forget(username).catch(() => {});
    }
    // A new page is the one sure way to leave nothing of this person in memory.
    sessionStorage.setItem(NOTICE, signedOutSentence(reason));
    location.replace(location.pathname);
  });
  showApp(page, client);
  client.start();
}

function takeNotice() {
  const notice = sessionStorage.getItem(NOTICE);
  sessionStorage.removeItem(NOTICE);
  return notice;
}
