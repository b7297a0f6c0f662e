/**
 * This browser as a device of an account: its id, and the secret which proves that it has signed in before.
 * @param {string} username
 */
const idKey = username => `im.device.${username.toLowerCase()}`;
/** @param {string} username */
const secretKey = username => `im.device-secret.${username.toLowerCase()}`;

/** @param {string} username */
export function deviceOf(username) {
  return localStorage.getItem(idKey(username));
}

/**
 * Undefined in a browser that has none. While others guess passwords of the account, only who has one can sign in.
 * @param {string} username
 */
export function proofOf(username) {
  return localStorage.getItem(secretKey(username)) ?? undefined;
}

/**
 * `deviceSecret` is absent from an older server.
 * @param {string} username
 * @param {{deviceId: string, deviceSecret?: string}} reply
 */
export function keepDevice(username, { deviceId, deviceSecret }) {
  localStorage.setItem(idKey(username), deviceId);
  if (deviceSecret) {
    localStorage.setItem(secretKey(username), deviceSecret);
  }
}

/**
 * After this, the next sign-in is that of a new device.
 * @param {string} username
 */
export function forgetDevice(username) {
  localStorage.removeItem(idKey(username));
  localStorage.removeItem(secretKey(username));
}
