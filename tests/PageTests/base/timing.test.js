import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { backoff, coalesced, debounced } = await page('base/timing.js');

test('many calls are one run, so long after the first', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  const call = coalesced(() => runs++, 100);
  call();
  t.mock.timers.tick(60);
  call();
  t.mock.timers.tick(40);
  assert.equal(runs, 1);
  t.mock.timers.tick(1000);
  assert.equal(runs, 1);
  call();
  t.mock.timers.tick(100);
  assert.equal(runs, 2);
});

test('who still types is waited for, and the last call counts', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const runs = [];
  const call = debounced(text => runs.push(text), 100);
  call('a');
  t.mock.timers.tick(60);
  call('ab');
  t.mock.timers.tick(60);
  assert.deepEqual(runs, []);
  t.mock.timers.tick(40);
  assert.deepEqual(runs, ['ab']);
});

test('each failure waits longer, never longer than the most, and never not at all', () => {
  for (let failures = 0; failures < 40; failures++) {
    const longest = Math.min(10_000, 500 * 2 ** failures);
    const wait = backoff(failures);
    assert.ok(wait >= longest / 4 && wait <= longest, `${wait} ms after ${failures} failures`);
  }
});
