import { signedOutSentence } from './sentences.js';
import { Client } from './model/client.js';
import { Session } from './session.js';
import { showApp } from './views/app.js';
import { showSignIn } from './views/sign-in.js';

const page = document.getElementById('page');
const session = new Session();

if (session.current) {
  openApp();
} else {
  openSignIn();
}

function openSignIn(notice) {
  showSignIn(page, session, notice, openApp);
}

function openApp() {
  const client = new Client(session);
  const stopListening = session.on('ended', reason => {
    stopListening();
    client.stop();
    closeApp();
    document.title = 'ImOrleans';
    openSignIn(signedOutSentence(reason));
  });
  const closeApp = showApp(page, client);
  client.start();
}
