import { path } from '../net/api.js';
import { el } from './dom.js';
import { groupIdOf } from '../base/ids.js';
import { avatar } from './avatar.js';
import { confirm, openDialog } from './dialog.js';
import { memberPicker } from './member-picker.js';

/** The people of a group: add, remove (the owner), leave. */
export function showMembers(client, conversation, left) {
  const groupId = groupIdOf(conversation.id);
  let members = [];
  let next;
  const list = el('ul', { className: 'panel-list' });
  const more = el('button', { type: 'button', textContent: 'Show more', hidden: true, onclick: () => load() });
  const picker = memberPicker(client, 'Add people', () => members.map(({ userId }) => userId));
  const add = el('button', { type: 'button', className: 'primary', textContent: 'Add to the group', hidden: true, onclick: addChosen });
  const dialog = openDialog(conversation.title, picker.root, add, list, more);
  dialog.footer.append(el('button', { type: 'button', className: 'danger', textContent: 'Leave the group', onclick: leave }));
  picker.root.addEventListener('change', () => (add.hidden = picker.ids().length === 0));
  load();

  async function load() {
    await dialog.attempt(async () => {
      const query = new URLSearchParams({ limit: 100, ...(next && { next }) });
      const page = await client.api.get(`${path`groups/${groupId}/members`}?${query}`);
      client.people.learn(page.items);
      members = members.concat(page.items);
      next = page.next;
      draw();
    });
  }

  function draw() {
    const own = members.find(({ userId }) => userId === client.me)?.role === 'owner';
    list.replaceChildren(...members.map(member => rowOf(member, own)));
    more.hidden = next === undefined;
  }

  function rowOf({ userId, displayName, role }, removable) {
    const row = el('li', {},
      avatar(userId, displayName),
      el('span', { className: 'title', dir: 'auto', textContent: displayName }));
    if (role === 'owner' || userId === client.me) {
      const words = [userId === client.me ? 'You' : null, role === 'owner' ? 'Owner' : null];
      row.append(el('span', { className: 'tag', textContent: words.filter(Boolean).join(', ') }));
    } else if (removable) {
      row.append(el('button', { type: 'button', textContent: 'Remove', ariaLabel: `Remove ${displayName}`, onclick: () => remove(userId, displayName) }));
    }
    return row;
  }

  async function reload() {
    members = [];
    next = undefined;
    await load();
  }

  async function addChosen() {
    if (await dialog.attempt(() => client.api.post(path`groups/${groupId}/members`, { userIds: picker.ids() }))) {
      picker.clear();
      await reload();
    }
  }

  async function remove(userId, displayName) {
    const sure = await confirm(`Remove ${displayName}?`, 'They will not see what is written from now on.', 'Remove');
    if (sure && await dialog.attempt(() => client.api.delete(path`groups/${groupId}/members/${userId}`))) {
      await reload();
    }
  }

  async function leave() {
    const sure = await confirm('Leave the group?', 'Only a member can add you again.', 'Leave');
    if (sure && await dialog.attempt(() => client.api.delete(path`groups/${groupId}/members/${client.me}`))) {
      dialog.close();
      left();
    }
  }
}
