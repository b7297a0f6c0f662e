import { rove } from '../../dom/roving.js';
import { path } from '../../net/api.js';
import { cleanName, isVisible } from '../../text/clean.js';
import { sinceOf } from '../../text/dates.js';
import { words } from '../../text/language.js';
import { confirm, openDialog } from '../panels/dialog.js';
import { el } from '../dom.js';
import { askPassword } from './secret.js';
import { setting } from './setting.js';
import { toast } from '../toast.js';

/** @import { Client } from '../../model/client.js' */

/** @typedef {{deviceId: string, platform: string, name?: string, lastSeenAt: string, current: boolean}} Device */

/** @type {Record<string, string>} */
const PLATFORMS = { web: 'Web', windows: 'Windows', macos: 'macOS', linux: 'Linux', ios: 'iOS', android: 'Android', other: words.other };

/** The devices that are signed in, each of which can be signed out. @param {Client} client */
export function showDevices(client) {
  const list = el('ul', { className: 'panel-list' });
  const policy = setting(client, { name: 'sign-in-policy', path: 'sessions/policy', member: 'policy', label: words.signInPolicy, choices: words.policies, write: confirmed });
  const dialog = openDialog(words.devices, el('p', { className: 'hint', textContent: words.devicesHint }), list, policy);
  const others = el('button', { type: 'button', className: 'danger', textContent: words.signOutOthers, hidden: true, onclick: signOutOthers });
  dialog.footer.append(others);
  rove(list, 'button', true);
  load();

  async function load() {
    await dialog.attempt(async () => {
      const devices = await client.api.get('sessions');
      list.replaceChildren(...devices.map(rowOf));
      others.hidden = devices.length < 2;
    });
  }

  /** @param {Device} device */
  function rowOf({ deviceId, platform, name, lastSeenAt, current }) {
    const row = el('li', {},
      el('span', { className: 'title', dir: 'auto', textContent: nameOf({ name, platform }) }),
      el('span', { className: 'line', textContent: `${PLATFORMS[platform] ?? words.other} · ${words.lastActive(sinceOf(lastSeenAt))}` }));
    row.append(current
      ? el('span', { className: 'tag', textContent: words.thisDevice })
      : el('button', { type: 'button', textContent: words.signOut, ariaLabel: words.signOutDevice(nameOf({ name, platform })), onclick: () => signOut(deviceId) }));
    return row;
  }

  /** @param {Pick<Device, 'name' | 'platform'>} device */
  function nameOf({ name, platform }) {
    return isVisible(name ?? '') ? cleanName(name) : PLATFORMS[platform] ?? words.other;
  }

  async function signOutOthers() {
    const sure = await confirm(words.signOutOthersAsk, words.signOutOthersHint, words.signOut);
    if (sure && await dialog.attempt(() => client.api.delete('sessions'))) {
      toast(words.othersSignedOut);
      await load();
    }
  }

  /** The sign-in policy is a security setting, so it asks for the password. @param {(more: object) => Promise<unknown>} put */
  function confirmed(put) {
    return askPassword(
      words.confirmWithPassword, [el('p', { className: 'hint', textContent: words.confirmPolicy })], words.confirm, password => put({ password }));
  }

  /** @param {string} deviceId */
  async function signOut(deviceId) {
    if (await dialog.attempt(() => client.api.delete(path`sessions/${deviceId}`))) {
      await load();
    }
  }
}
