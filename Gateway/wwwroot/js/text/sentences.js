import { ConnectionLost, ImError } from '../net/errors.js';
import { words } from './language.js';

const { errors } = words;

/** Too many sign-ins or registrations from here: the user can only wait. */
const WAIT_MINUTES = new Set([1901, 1902]);

/** A sentence for the user about a failure: what went wrong and what to do about it. */
export function errorSentence(error) {
  if (error instanceof ConnectionLost) {
    return errors.unreachable;
  }
  if (error instanceof ImError) {
    return words.sentences(refusalSentence(error), waitFor(error));
  }
  // A defect of this page: the console is the place for its details.
  console.error(error);
  return errors.ours;
}

export function signedOutSentence(reason) {
  return errors.signedOut[reason] ?? errors.signedOut.expired;
}

/** A newer server has numbers that this page does not know: then it goes by the class. */
function refusalSentence({ code, refusalClass }) {
  if (!code) {
    return errors.silent;
  }
  return errors.codes[code] ?? errors.classes[refusalClass] ?? errors.unknown(code);
}

function waitFor({ code, retryAfterMs }) {
  if (!retryAfterMs) {
    return WAIT_MINUTES.has(code) ? errors.waitMinutes : '';
  }
  const seconds = Math.ceil(retryAfterMs / 1000);
  if (seconds < 90) {
    return errors.inSeconds(seconds);
  }
  return seconds < 90 * 60 ? errors.inMinutes(Math.ceil(seconds / 60)) : errors.inHours(Math.ceil(seconds / 3600));
}
