import { request } from './http.js';
import { learnServers } from './servers.js';

/** The bounds that hold here: what protocol 1 promises of every server, until the server has said which are in force. */
export const limits = {
  maxDraftsPerSend: 32,
  /** UTF-8 bytes of one message. */
  maxMessageBytes: 16 * 1024,
  /** UTF-8 bytes of the messages in one send. */
  maxSendBytes: 192 * 1024,
  maxHistoryPage: 200,
  maxSyncHeads: 500,
  maxWatched: 200,
};

/** Characters of a display name and of a group name. */
export const NAME_LENGTH = 64;

let asked = null;

/** Asks the server once; after a failure again with the next call. */
export function learnLimits() {
  asked ??= request('GET', 'server')
    .then(({ body }) => {
      Object.assign(limits, body.limits);
      learnServers(body.addresses ?? []);
    })
    .catch(() => void (asked = null));
  return asked;
}
