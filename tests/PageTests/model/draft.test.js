import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { fitting, weightOf } = await page('model/draft.js');
const { limits } = await page('net/limits.js');

const item = (clientMessageId, text) => ({ clientMessageId, text });

test('a content weighs what its strings weigh in UTF-8', () => {
  assert.equal(weightOf({ text: 'äö', list: ['你', { name: '👍' }], number: 7, nothing: null }), 4 + 3 + 4);
});

test('a call takes what fits by number and by bytes, and always one', () => {
  const many = Array.from({ length: 100 }, (_, i) => item(String(i), 'x'));
  assert.equal(fitting(many).length, limits.maxDraftsPerSend);
  const large = Array.from({ length: 20 }, (_, i) => item(String(i), 'x'.repeat(limits.maxSendBytes / 4)));
  assert.equal(fitting(large).length, 3);
  assert.equal(fitting([item('1', 'x'.repeat(2 * limits.maxSendBytes)), item('2', 'x')]).length, 1);
});
