import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { People } = await page('model/people.js');

/** A server on which everybody but `gone` has an account; it notes the ids of each request. */
class Server {
  asked = [];
  gone = new Set();
  reachable = true;

  async get(path) {
    const ids = path.split('ids=')[1].split(',').map(decodeURIComponent);
    this.asked.push(ids);
    if (!this.reachable) {
      throw new Error('The server was not reached.');
    }
    return ids.filter(id => !this.gone.has(id)).map(userId => ({ userId, username: `${userId}.x`, displayName: `Name of ${userId}` }));
  }
}

const ids = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `u${from + i}`);

test('60 people whose names are shown in one moment cost one request', async () => {
  const server = new Server();
  const people = new People(server, 'u1');
  assert.deepEqual(ids(1, 60).map(id => people.name(id)), Array(60).fill('…'));
  await people.known('u60');
  assert.deepEqual(server.asked, [ids(1, 60)]);
  assert.equal(people.name('u7'), 'Name of u7');
  assert.equal(people.username('u7'), 'u7.x');
  people.expect(ids(1, 60));
  people.expect(['u61']);
  await people.known('u61');
  assert.deepEqual(server.asked, [ids(1, 60), ['u61']]);
});

test('no request has more ids than the server answers', async () => {
  const server = new Server();
  const people = new People(server, 'u1');
  people.expect(ids(1, 450));
  await people.known('u450');
  assert.deepEqual(server.asked.map(({ length }) => length), [200, 200, 50]);
  assert.equal(people.name('u450'), 'Name of u450');
});

test('an account that the server does not know was deleted', async () => {
  const server = new Server();
  server.gone.add('u2');
  const people = new People(server, 'u1');
  people.expect(['u2', 'u3']);
  await people.known('u2');
  assert.deepEqual([people.name('u2'), people.name('u3')], ['Deleted account', 'Name of u3']);
});

test('names that could not be asked for are asked for when they are shown next', async () => {
  const server = new Server();
  server.reachable = false;
  const people = new People(server, 'u1');
  await people.known('u2');
  server.reachable = true;
  assert.equal(people.name('u2'), '…');
  await people.known('u2');
  assert.equal(people.name('u2'), 'Name of u2');
  assert.equal(server.asked.length, 2);
});

test('a name that may have changed is asked for again, also after it is known', async () => {
  const server = new Server();
  const people = new People(server, 'u1');
  await people.refresh('u2');
  await people.refresh('u2');
  assert.equal(server.asked.length, 2);
});
