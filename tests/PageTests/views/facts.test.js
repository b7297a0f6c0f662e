import assert from 'node:assert/strict';
import test from 'node:test';
import { text } from '../model/entries.js';
import { page } from '../page.js';

const { same } = await page('dom/parts.js');
const { factsOf } = await page('views/messages/facts.js');
const { Positions } = await page('model/positions.js');

const people = { label: id => `${id}'s label`, name: id => id };

function view({ isGroup = false, positions = new Positions() } = {}) {
  return { client: { me: 'anna', people }, conversation: { isGroup, positions }, unfolded: new Set(), firstUnread: undefined };
}

/** The slots of which two rows show different things. */
function changed(one, other) {
  return Object.keys(one).filter(slot => !same(one[slot], other[slot]));
}

test('a tick changes the facts of the meta slot, and how the row is dressed, and nothing else', () => {
  const items = [text(1, 'mine', { senderId: 'anna' })];
  const positions = new Positions();
  const before = factsOf(items, 0, view({ positions }));
  positions.noteRead('bo', 1);
  const after = factsOf(items, 0, view({ positions }));
  assert.deepEqual(changed(before, after), ['frame', 'meta']);
  assert.deepEqual([before.meta.state, after.meta.state], ['stored', 'read']);
});

test('nothing new are no new facts', () => {
  const items = [text(1), text(2, 'x'.repeat(5000))];
  assert.deepEqual(changed(factsOf(items, 1, view()), factsOf(items, 1, view())), []);
});

test('a face and a name stand at the first of those that one person wrote in a row', () => {
  const items = [text(1), text(2), text(3, 'hi', { senderId: 'lin' }), text(4, 'mine', { senderId: 'anna' })];
  const rows = items.map((_, i) => factsOf(items, i, view({ isGroup: true })));
  assert.deepEqual(rows.map(({ frame }) => frame.first), [true, false, true, true]);
  assert.deepEqual(rows.map(({ sender }) => sender?.label ?? null), ['bo\'s label', null, 'lin\'s label', null]);
  assert.deepEqual(rows.map(({ frame }) => frame.withFace), [true, true, true, false]);
});

test('a long message is folded until its reader unfolds it', () => {
  const items = [text(1, 'line\n'.repeat(40))];
  const one = view();
  assert.equal(factsOf(items, 0, one).frame.folded, true);
  one.unfolded.add(factsOf(items, 0, one).key);
  assert.equal(factsOf(items, 0, one).frame.folded, false);
});

test('of a deleted message nothing but that is said', () => {
  const items = [text(1, 'secret', { content: {}, overlay: { overlaySeq: 2, redactedBy: 'recall' } })];
  const { body } = factsOf(items, 0, view());
  assert.deepEqual([body.text, body.gone], ['This message was deleted', true]);
});

test('a message that failed says why', () => {
  const item = { failure: { code: 1203, message: 'Too long.' } };
  const items = [{ ...text(1, 'mine', { senderId: 'anna' }), seq: undefined, item }];
  const facts = factsOf(items, 0, view());
  assert.deepEqual([facts.meta.state, facts.failure.code, facts.item], ['failed', 1203, item]);
});
