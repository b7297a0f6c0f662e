import { groupIdOf } from '../../base/ids.js';
import { patched, reconcile, slots } from '../../dom/parts.js';
import { rove } from '../../dom/roving.js';
import { path } from '../../net/api.js';
import { cleanName, inSentence } from '../../text/clean.js';
import { words } from '../../text/language.js';
import { paintAvatar } from '../avatar.js';
import { confirm, openDialog } from '../panels/dialog.js';
import { el } from '../dom.js';
import { memberPicker } from './member-picker.js';

/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */

/** @typedef {{userId: string, displayName: string, role: string, shown?: string}} Member */

/**
 * The people of a group: add, remove (the owner), leave.
 * @param {Client} client
 * @param {Conversation} conversation
 * @param {() => void} left
 */
export function showMembers(client, conversation, left) {
  const groupId = groupIdOf(conversation.id);
  /** @type {Member[]} */
  let members = [];
  /** @type {string | undefined} */
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
  rove(list, 'button', true);
  load();

  async function load() {
    await dialog.attempt(async () => {
      const query = new URLSearchParams({ limit: '100', ...(next && { next }) });
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
    reconcile(list, members.map(({ userId, shown, role }) => {
      const tag = [userId === client.me ? words.you : null, role === 'owner' ? words.owner : null].filter(Boolean).join(' · ');
      const facts = { userId, shown, name: client.people.name(userId), tag, removable: own && tag === '' };
      return { key: userId, facts, make: memberRow };
    }));
    more.hidden = next === undefined;
    heading.textContent = more.hidden ? words.members(members.length) : words.membersTitle;
  }

  /** @param {{userId: string, shown: string, name: string, tag: string, removable: boolean}} facts */
  function memberRow(facts) {
    const node = el('li');
    const face = el('span');
    const title = el('span', { className: 'title', dir: 'auto' });
    let current = facts;
    const button = el('button', { type: 'button', textContent: words.remove, onclick: () => remove(current.userId, current.shown) });
    const put = slots(node, 'face', 'title', 'tag', 'remove');
    const update = patched(now => {
      current = now;
      paintAvatar(face, now.userId, now.name);
      title.textContent = now.shown;
      button.ariaLabel = words.removePerson(inSentence(now.shown));
      put('tag', now.tag ? el('span', { className: 'tag', textContent: now.tag }) : null);
      put('remove', now.removable ? button : null);
    });
    put('face', face);
    put('title', title);
    update(facts);
    return { node, update };
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

  /**
   * @param {string} userId
   * @param {string} name
   */
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
