import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { Emitter } = await page('base/emitter.js');

test('a listener that fails costs the others nothing, and its failure is reported', () => {
  const heard = [];
  const emitter = new Emitter();
  emitter.on('said', () => {
    throw new Error('a defect');
  });
  emitter.on('said', (...details) => heard.push(details));
  emitter.emit('said', 1, 2);
  emitter.emit('other', 3);
  assert.deepEqual(heard, [[1, 2]]);
  assert.equal(globalThis.reported.at(-1).message, 'a defect');
});

test('a listener that has stopped hears nothing, also when it stops during the event', () => {
  const heard = [];
  const emitter = new Emitter();
  const stop = emitter.on('said', () => {
    heard.push('first');
    stop();
  });
  emitter.on('said', () => heard.push('second'));
  emitter.emit('said');
  emitter.emit('said');
  assert.deepEqual(heard, ['first', 'second', 'second']);
});
