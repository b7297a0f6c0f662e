import { path } from '../net/api.js';
import { cleanName, isVisible } from '../text/clean.js';
import { sinceOf } from '../text/dates.js';
import { words } from '../text/language.js';
import { openDialog } from './dialog.js';
import { el } from './dom.js';
import { setting } from './setting.js';

const PLATFORMS = { web: 'Web', windows: 'Windows', macos: 'macOS', linux: 'Linux', ios: 'iOS', android: 'Android', other: words.other };

/** The devices that are signed in, each of which can be signed out. */
export function showDevices(client) {
  const list = el('ul', { className: 'panel-list' });
  const policy = setting(client, { name: 'sign-in-policy', path: 'sessions/policy', member: 'policy', label: words.signInPolicy, choices: words.policies });
  const dialog = openDialog(words.devices, el('p', { className: 'hint', textContent: words.devicesHint }), list, policy);
  load();

  async function load() {
    await dialog.attempt(async () => {
      const devices = await client.api.get('sessions');
      list.replaceChildren(...devices.map(rowOf));
    });
  }

  function rowOf({ deviceId, platform, name, lastSeenAt, current }) {
    const row = el('li', {},
      el('span', { className: 'title', dir: 'auto', textContent: nameOf({ name, platform }) }),
      el('span', { className: 'line', textContent: `${PLATFORMS[platform] ?? words.other} · ${words.lastActive(sinceOf(lastSeenAt))}` }));
    row.append(current
      ? el('span', { className: 'tag', textContent: words.thisDevice })
      : el('button', { type: 'button', textContent: words.signOut, ariaLabel: words.signOutDevice(nameOf({ name, platform })), onclick: () => signOut(deviceId) }));
    return row;
  }

  function nameOf({ name, platform }) {
    return isVisible(name ?? '') ? cleanName(name) : PLATFORMS[platform] ?? words.other;
  }

  async function signOut(deviceId) {
    if (await dialog.attempt(() => client.api.delete(path`sessions/${deviceId}`))) {
      await load();
    }
  }
}
