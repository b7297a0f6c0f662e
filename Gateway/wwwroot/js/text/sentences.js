import { ConnectionLost, ImError } from '../net/errors.js';

/** What a refusal means for the person in front of the page, and what to do about it. */
const SENTENCES = {
  1000: 'The server did not understand this page. Reload it to get the current version.',
  1001: 'You are no longer part of this conversation.',
  1002: 'This conversation does not exist. Check the address.',
  1003: 'The server did not accept this message.',
  1004: 'This message is too long. Split it into shorter ones.',
  1005: 'This server does not accept messages of this kind.',
  1101: 'A username has 3 to 32 characters: letters a-z, digits, dot, dash and underscore.',
  1102: 'A password has 8 to 128 characters.',
  1103: 'This username is taken. Choose another one.',
  1104: 'Username or password is wrong. Check both and try again.',
  1105: 'Your session has expired. Sign in again.',
  1106: 'This device was signed out. Sign in again.',
  1107: 'This session was ended because its key was used twice. Sign in again.',
  1108: 'This person was not found. The account may have been deleted.',
  1109: 'The server did not accept this device. Sign in again.',
  1110: 'A display name has 1 to 64 characters.',
  1111: 'Type at least 2 characters to search.',
  1112: 'This device is already signed out.',
  1201: 'You are not a member of this group.',
  1202: 'A group name has 1 to 64 characters.',
  1203: 'Only the owner of the group can do this.',
  1204: 'The group is full. Remove someone first, or start another group.',
  1205: 'Some of these people cannot be added. Check your selection.',
  1801: 'The server is busy recovering. Try again in a moment.',
  1802: 'The server is busy recovering. Try again in a moment.',
  1902: 'Too many new accounts from here.',
  1903: 'You are sending faster than the server allows.',
  1904: 'This device has too many open tabs. Close some of them.',
};

const SIGNED_OUT = {
  'signed-out': 'You were signed out on this device.',
  'replaced': 'You signed in again on this device, so this page was signed out.',
  'refresh-token-reused': 'This session was ended for your safety: its key was used twice. Sign in again, and change your password if that was not you.',
  'ended': 'This device was signed out from elsewhere. Sign in again to go on.',
  'expired': 'Your session has expired. Sign in again.',
  'other-tab': 'You were signed out in another tab.',
};

export function errorSentence(error) {
  if (error instanceof ConnectionLost) {
    return 'The server cannot be reached. Check your connection and try again.';
  }
  if (error instanceof ImError) {
    return [sentenceFor(error), waitFor(error)].filter(Boolean).join(' ');
  }
  // A defect of this page: the console is the place for its details.
  console.error(error);
  return 'Something went wrong in this page. Reload it and try again.';
}

export function signedOutSentence(reason) {
  return SIGNED_OUT[reason] ?? SIGNED_OUT.expired;
}

function sentenceFor(error) {
  if (error.code === 1901) {
    return 'Too many attempts.';
  }
  return SENTENCES[error.code] ?? (error.code ? error.message : 'The server could not do this. Try again later.');
}

function waitFor(error) {
  if (!error.retryAfterMs) {
    return error.code === 1901 || error.code === 1902 ? 'Wait a few minutes and try again.' : '';
  }
  const seconds = Math.ceil(error.retryAfterMs / 1000);
  return seconds < 90 ? `Try again in ${seconds} s.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
