import { path } from '../net/api.js';
import { sinceOf } from '../text/dates.js';
import { el } from './dom.js';
import { openDialog } from './dialog.js';

const PLATFORMS = { web: 'Web', windows: 'Windows', macos: 'macOS', linux: 'Linux', ios: 'iOS', android: 'Android', other: 'Other' };

/** The devices that are signed in, each of which can be signed out. */
export function showDevices(client) {
  const list = el('ul', { className: 'panel-list' });
  const dialog = openDialog('Devices', el('p', { className: 'hint', textContent: 'Your account is signed in on these devices.' }), list);
  load();

  async function load() {
    await dialog.attempt(async () => {
      const devices = await client.api.get('sessions');
      list.replaceChildren(...devices.map(rowOf));
    });
  }

  function rowOf({ deviceId, platform, name, lastSeenAt, current }) {
    const row = el('li', {},
      el('span', { className: 'title', textContent: name || PLATFORMS[platform] || platform }),
      el('span', { className: 'line', textContent: `${PLATFORMS[platform] ?? platform}, last active ${sinceOf(lastSeenAt)}` }));
    row.append(current
      ? el('span', { className: 'tag', textContent: 'This device' })
      : el('button', { type: 'button', textContent: 'Sign out', onclick: () => signOut(deviceId) }));
    return row;
  }

  async function signOut(deviceId) {
    if (await dialog.attempt(() => client.api.delete(path`sessions/${deviceId}`))) {
      await load();
    }
  }
}
