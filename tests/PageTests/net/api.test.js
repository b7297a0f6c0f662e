import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { Api, path } = await page('net/api.js');

/** A session with a first token and, once that was refused, a second. */
const session = () => ({ asked: [], async accessToken(refused) { this.asked.push(refused); return refused ? 'second' : 'first'; } });

function serve(answer) {
  const asked = [];
  globalThis.fetch = async (url, { method, headers }) => {
    asked.push(`${method} ${url.pathname} ${headers.Authorization}`);
    return answer(headers.Authorization);
  };
  return asked;
}

test('what comes from elsewhere cannot leave its part of a path', () => assert.equal(path`users/${'../a?b'}/x`, 'users/..%2Fa%3Fb/x'));

test('a refused token is replaced once', async () => {
  const asked = serve(token => token === 'Bearer second' ? Response.json({ ok: true }) : Response.json({ code: 1105 }, { status: 401 }));
  assert.deepEqual(await new Api(session()).get('users/me'), { ok: true });
  assert.deepEqual(asked, ['GET /api/users/me Bearer first', 'GET /api/users/me Bearer second']);
});

test('a second refusal is an answer, and another refusal is one at once', async () => {
  const twice = serve(() => Response.json({ code: 1105 }, { status: 401 }));
  await assert.rejects(new Api(session()).get('users/me'), { code: 1105 });
  assert.equal(twice.length, 2);
  const once = serve(() => Response.json({ code: 1003 }, { status: 400 }));
  await assert.rejects(new Api(session()).get('users/me'), { code: 1003 });
  assert.equal(once.length, 1);
});
