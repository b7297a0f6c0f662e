import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { oneInFlight } = await page('base/turns.js');

test('requests during a run share one next run, also after one that failed', async () => {
  const happened = [];
  const runs = [];
  const request = oneInFlight(() => {
    happened.push(`run ${runs.length}`);
    runs.push(Promise.withResolvers());
    return runs.at(-1).promise;
  });
  const first = request();
  const during = [request(), request(), request()];
  happened.push(`shared by ${during.filter(one => one === during[0]).length}`);
  runs[0].reject(new Error('once'));
  happened.push(await first.catch(({ message }) => `first ${message}`));
  runs[1].resolve('second');
  happened.push(await during[0]);
  const alone = request();
  runs[2].resolve('third');
  happened.push(await alone);
  assert.deepEqual(happened, ['run 0', 'shared by 3', 'run 1', 'first once', 'second', 'run 2', 'third']);
});
