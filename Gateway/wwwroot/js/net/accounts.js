import { host } from '../base/host.js';
import { uuid7 } from '../base/ids.js';
import { deviceOf, keepDevice, proofOf } from './device.js';
import { request } from './http.js';

const NEW_DEVICE = 'im.device';

/** @param {{username: string, password: string, displayName?: string}} entries */
export async function register({ username, password, displayName }) {
  await request('POST', 'accounts', { body: { username, password, displayName: displayName || undefined } });
}

/**
 * Signs in as the same device as before, so that the list of devices does not fill with old entries of this browser. It chooses what device
 * it is before it asks: the answer may be lost.
 * @param {import('./session.js').Session} session
 * @param {{username: string, password: string}} entries
 */
export async function signIn(session, { username, password }) {
  const { body, serverTime } = await open(username, password, deviceOf(username));
  keepDevice(username, body);
  host.values.removeItem(NEW_DEVICE);
  await session.begin(body, username, serverTime);
}

/**
 * @param {string} username
 * @param {string} password
 * @param {?string} deviceId
 */
async function open(username, password, deviceId) {
  const device = { deviceId: deviceId ?? newDevice(username), platform: host.platform, name: host.deviceName ?? browserName() };
  try {
    return await request('POST', 'sessions', { body: { username, password, device, deviceProof: proofOf(username) } });
  } catch (/** @type {any} */ error) {
    const deviceRefused = error.code === 1109 || error.code === 1112;
    if (!deviceId || !deviceRefused) {
      throw error;
    }
    return await open(username, password, null);
  }
}

/**
 * The same for the same name until it is taken.
 * @param {string} username
 */
function newDevice(username) {
  const [name, known] = host.values.getItem(NEW_DEVICE)?.split(' ') ?? [];
  const deviceId = name === username.toLowerCase() && known ? known : uuid7();
  host.values.setItem(NEW_DEVICE, `${username.toLowerCase()} ${deviceId}`);
  return deviceId;
}

function browserName() {
  const agent = navigator.userAgent;
  const browser = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']]
    .find(([mark]) => agent.includes(mark))?.[1] ?? 'Browser';
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'].find(mark => agent.includes(mark));
  return system ? `${browser} on ${system}` : browser;
}
