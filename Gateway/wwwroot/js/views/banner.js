import { coalesced } from '../base/timing.js';
import { words } from '../text/language.js';
import { errorSentence } from '../text/sentences.js';
import { say } from './dom.js';

/** @import { Connection } from '../net/connection.js' */

/** A short break shows no banner, and a short connection does not hide it. */
const PATIENCE_MS = 1500;

/**
 * Says that there is no connection, while there is none.
 * @param {HTMLElement} node
 * @param {Connection} connection
 */
export function showBanner(node, connection) {
  const draw = coalesced(() => say(node, sentence(connection)), PATIENCE_MS);
  connection.on('status', draw);
  addEventListener('online', draw);
  addEventListener('offline', draw);
}

/** @param {Connection} connection */
function sentence({ isOpen, refusal }) {
  if (isOpen) {
    return null;
  }
  if (refusal?.code) {
    return errorSentence(refusal);
  }
  return navigator.onLine ? words.connecting : words.offline;
}
