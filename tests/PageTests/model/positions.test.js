import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { Positions } = await page('model/positions.js');

test('a position never goes back, and who has read an entry has received it', () => {
  const positions = new Positions();
  assert.equal(positions.noteRead('bo', 7), true);
  assert.equal(positions.noteRead('bo', 5), false);
  assert.equal(positions.noteDelivered('lin', 9), true);
  assert.deepEqual([positions.readers(7), positions.readers(8)], [1, 0]);
  assert.deepEqual([positions.receivers(7), positions.receivers(8), positions.receivers(10)], [2, 1, 0]);
});

test('what was saved is what is restored', () => {
  const positions = new Positions();
  positions.note([{ userId: 'bo', read: 3, delivered: 4 }]);
  const restored = new Positions(structuredClone(positions.saved));
  assert.deepEqual([restored.readers(3), restored.receivers(4)], [1, 1]);
});
