import { say } from '../dom.js';

/** A short break is not worth a word. */
const PATIENCE_MS = 1500;

/** Says that there is no connection, while there is none. */
export function showBanner(node, connection) {
  let timer = null;
  connection.on('status', status => {
    if (status === 'open') {
      clearTimeout(timer);
      timer = null;
      say(node);
    } else {
      timer ??= setTimeout(tell, PATIENCE_MS);
    }
  });

  function tell() {
    say(node, navigator.onLine
      ? 'Connecting… What you write now is sent as soon as the server is reached.'
      : 'You are offline. What you write now is sent when you are back.');
  }
}
