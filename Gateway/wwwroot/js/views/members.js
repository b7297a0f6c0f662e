import { groupIdOf } from '../base/ids.js';
import { rove } from '../dom/roving.js';
import { path } from '../net/api.js';
import { cleanName, inSentence } from '../text/clean.js';
import { words } from '../text/language.js';
import { avatar } from './avatar.js';
import { confirm, openDialog } from './dialog.js';
import { el } from './dom.js';
import { memberPicker } from './member-picker.js';

/** The people of a group: add, remove (the owner), leave. */
export function showMembers(client, conversation, left) {
  const groupId = groupIdOf(conversation.id);
  let members = [];
  let next;
  const heading = el('h3', { textContent: words.membersTitle });
  const list = el('ul', { className: 'panel-list' });
  const more = el('button', { type: 'button', textContent: words.showMore, hidden: true, onclick: () => load() });
  const picker = memberPicker(client, words.addPeople, () => members.map(({ userId }) => userId));
  const add = el('button', { type: 'button', className: 'primary', textContent: words.addToGroup, hidden: true, onclick: addChosen });
  const dialog = openDialog(cleanName(conversation.title), picker.root, add, heading, list, more);
  dialog.footer.append(el('button', { type: 'button', className: 'danger', textContent: words.leaveGroup, onclick: leave }));
  picker.root.addEventListener('change', () => (add.hidden = picker.ids().length === 0));
  const stop = client.people.on('changed', () => members.some(({ userId, shown }) => shown !== client.people.label(userId)) && draw());
  dialog.root.addEventListener('close', stop);
  rove(list, 'button');
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
    members.forEach(member => (member.shown = client.people.label(member.userId)));
    list.replaceChildren(...members.map(member => rowOf(member, own)));
    more.hidden = next === undefined;
    heading.textContent = more.hidden ? words.members(members.length) : words.membersTitle;
  }

  function rowOf({ userId, shown, role }, removable) {
    const row = el('li', {},
      avatar(userId, client.people.name(userId)),
      el('span', { className: 'title', dir: 'auto', textContent: shown }));
    if (role === 'owner' || userId === client.me) {
      const tags = [userId === client.me ? words.you : null, role === 'owner' ? words.owner : null];
      row.append(el('span', { className: 'tag', textContent: tags.filter(Boolean).join(' · ') }));
    } else if (removable) {
      row.append(el('button', { type: 'button', textContent: words.remove, ariaLabel: words.removePerson(inSentence(shown)), onclick: () => remove(userId, shown) }));
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

  async function remove(userId, name) {
    const sure = await confirm(words.removeAsk(inSentence(name)), words.removeWarning, words.remove);
    if (sure && await dialog.attempt(() => client.api.delete(path`groups/${groupId}/members/${userId}`))) {
      await reload();
    }
  }

  async function leave() {
    const sure = await confirm(words.leaveAsk, words.leaveWarning, words.leave);
    if (sure && await dialog.attempt(() => client.api.delete(path`groups/${groupId}/members/${client.me}`))) {
      dialog.close();
      left();
    }
  }
}
