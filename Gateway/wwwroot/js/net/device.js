import { host } from '../base/host.js';

/**
 * This browser as a device of an account: its id, and the secret which proves that it has signed in before.
 * @param {string} username
 */
const idKey = username => `im.device.${username.toLowerCase()}`;
/** @param {string} username */
const secretKey = username => `im.device-secret.${username.toLowerCase()}`;

/** @param {string} username */
export function deviceOf(username) {
  return host.values.getItem(idKey(username));
}

/**
 * Undefined in a browser that has none. While others guess passwords of the account, only a browser with a secret can sign in.
 * @param {string} username
 */
export function proofOf(username) {
  return host.values.getItem(secretKey(username)) ?? undefined;
}

/**
 * `deviceSecret` is absent from an older server.
 * @param {string} username
 * @param {{deviceId: string, deviceSecret?: string}} reply
 */
export function keepDevice(username, { deviceId, deviceSecret }) {
  host.values.setItem(idKey(username), deviceId);
  if (deviceSecret) {
    host.values.setItem(secretKey(username), deviceSecret);
  }
}

/**
 * After this, the next sign-in is that of a new device.
 * @param {string} username
 */
export function forgetDevice(username) {
  host.values.removeItem(idKey(username));
  host.values.removeItem(secretKey(username));
}
