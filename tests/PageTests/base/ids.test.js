import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { groupIdOf, isGroup, peerOf, uuid7 } = await page('base/ids.js');

test('ids sort as text in the order in which they were made, also within one millisecond', () => {
  const made = Array.from({ length: 500 }, uuid7);
  assert.deepEqual(made, made.toSorted());
  assert.equal(new Set(made).size, made.length);
  made.forEach(id => assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
});

test('a conversation says whether it is a group, which one, and who the other person is', () => {
  assert.equal(isGroup('g:readers'), true);
  assert.equal(groupIdOf('g:readers'), 'readers');
  assert.equal(isGroup('d:anna:bo'), false);
  assert.equal(peerOf('d:anna:bo', 'anna'), 'bo');
  assert.equal(peerOf('d:anna:bo', 'bo'), 'anna');
  assert.equal(peerOf('d:anna:anna', 'anna'), 'anna');
});
