import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { alone } = await page('base/locks.js');

test('without Web Locks, work of one name runs one after the other within the tab, also after a failure', async () => {
  const happened = [];
  const first = Promise.withResolvers();
  const one = alone('send', async () => {
    happened.push('one begins');
    await first.promise;
    happened.push('one ends');
    throw new Error('failed');
  });
  const two = alone('send', () => happened.push('two'));
  await alone('other', () => happened.push('other'));
  first.resolve();
  await assert.rejects(one, { message: 'failed' });
  await two;
  assert.deepEqual(happened, ['one begins', 'other', 'one ends', 'two']);
});
