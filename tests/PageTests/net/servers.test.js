import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { learnServers, leaveServer, serverUrl } = await page('net/servers.js');

test('until the server names others, there is the address of the page alone', () => {
  leaveServer(serverUrl('api/server'));
  assert.equal(serverUrl('api/server').href, 'http://localhost/api/server');
});

test('an address that does not answer is left for the next one, and the last one for the first', () => {
  learnServers(['http://localhost/', 'http://other.example', 'http://third.example/im/']);
  const seen = [];
  for (let i = 0; i < 4; i++) {
    const url = serverUrl('hubs/chat');
    seen.push(url.href);
    leaveServer(url);
  }
  const [first] = seen;
  assert.deepEqual(new Set(seen.slice(0, 3)),
    new Set(['http://localhost/hubs/chat', 'http://other.example/hubs/chat', 'http://third.example/im/hubs/chat']));
  assert.equal(seen[3], first);
});

test('calls that fail together at one address move on by one', () => {
  const [one, two] = [serverUrl('api/users/me'), serverUrl('api/conversations')];
  leaveServer(one);
  const next = serverUrl('').href;
  leaveServer(two);
  assert.equal(serverUrl('').href, next);
  assert.notEqual(new URL(next).origin, one.origin);
});
