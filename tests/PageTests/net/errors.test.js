import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { httpError, hubError, ImError } = await page('net/errors.js');

test('a refusal over the hub says its number, its class and when to come back', () => {
  const error = hubError('An unexpected error occurred invoking \'Send\' on the server. HubException: 1903 Slower. [class=limit] [retryAfterMs=250]');
  assert.deepEqual([error.code, error.message, error.refusalClass, error.retryAfterMs, error.retryable], [1903, 'Slower.', 'limit', 250, true]);
  assert.equal(hubError('HubException: 1203 Too long. [class=bad-value]').retryable, false);
  assert.equal(hubError('Something else').code, 0);
});

test('a refusal over REST says the same, and what a proxy says has no number', async () => {
  const refusal = await httpError(Response.json({ code: 2107, detail: 'Not now.', class: 'retryable', retryAfterMs: 2000 }, { status: 503 }));
  assert.deepEqual([refusal.code, refusal.message, refusal.retryable, refusal.retryAfterMs, refusal.status], [2107, 'Not now.', true, 2000, 503]);
  const proxy = await httpError(new Response('<h1>Bad gateway</h1>', { status: 502 }));
  assert.deepEqual([proxy.code, proxy.retryable], [0, false]);
});

test('a session that is over ends, a wrong password does not end one', () => {
  assert.equal(new ImError(1106, '', { status: 401 }).endsSession, true);
  assert.equal(new ImError(0, '', { status: 401 }).endsSession, true);
  assert.equal(new ImError(1104, '', { status: 401 }).endsSession, false);
  assert.equal(new ImError(1003, '', { status: 400 }).endsSession, false);
});
