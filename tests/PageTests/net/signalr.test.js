import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { HubSocket } = await page('net/signalr.js');
const { ConnectionLost } = await page('net/errors.js');

const SEPARATOR = '\x1e';

/** The other end of a WebSocket: what was sent to it, and what it says. */
class Socket {
  static OPEN = 1;
  static last;
  readyState = 1;
  sent = [];
  isClosed = false;

  constructor(url, protocols) {
    Object.assign(this, { url, protocols });
    Socket.last = this;
  }

  send(text) {
    this.sent.push(...text.split(SEPARATOR).filter(Boolean).map(record => JSON.parse(record)));
  }

  close() {
    this.isClosed = true;
  }

  say(text) {
    this.onmessage({ data: text });
  }
}

globalThis.WebSocket = Socket;

function open(received = []) {
  const hub = new HubSocket('ws://localhost/hubs/chat', 'token', (method, args) => received.push([method, ...args]));
  const socket = Socket.last;
  socket.onopen();
  socket.say(`{}${SEPARATOR}`);
  return { hub, socket };
}

test('the token goes along as a subprotocol, and a handshake opens the connection', async () => {
  const { hub, socket } = open();
  await hub.opened;
  assert.deepEqual(socket.protocols, ['im', 'im.bearer.token']);
  assert.deepEqual(socket.sent, [{ protocol: 'json', version: 1 }]);
  hub.close();
});

test('an answer reaches the call that it answers, whatever their order, and a refusal is an error', async () => {
  const { hub, socket } = open();
  const [one, two] = [hub.invoke('History', 'c', {}), hub.invoke('Send', 'c', [])];
  const [first, second] = socket.sent.slice(1);
  assert.deepEqual([first.target, second.target], ['History', 'Send']);
  socket.say(`${JSON.stringify({ type: 3, invocationId: second.invocationId, error: 'HubException: 1203 Too long. [class=bad-value]' })}${SEPARATOR}`);
  socket.say(`${JSON.stringify({ type: 3, invocationId: first.invocationId, result: { head: 7 } })}${SEPARATOR}`);
  assert.deepEqual(await one, { head: 7 });
  await assert.rejects(two, { code: 1203 });
  hub.close();
});

test('records that come in pieces, and several at once, are each received once', () => {
  const received = [];
  const { hub, socket } = open(received);
  const record = number => JSON.stringify({ type: 1, target: 'Typing', arguments: [number] }) + SEPARATOR;
  const text = record(1) + record(2) + record(3);
  socket.say(text.slice(0, 20));
  socket.say(text.slice(20, 75));
  socket.say(text.slice(75));
  assert.deepEqual(received, [['Typing', 1], ['Typing', 2], ['Typing', 3]]);
  hub.close();
});

test('when the connection ends, what waits for an answer is lost, and later calls are too', async () => {
  const { hub, socket } = open();
  const waiting = hub.invoke('Send', 'c', []);
  socket.say(`${JSON.stringify({ type: 7, error: 'HubException: 1905 A flood. [class=limit]' })}${SEPARATOR}`);
  await assert.rejects(waiting, ConnectionLost);
  await assert.rejects(hub.invoke('Send', 'c', []), ConnectionLost);
  assert.equal((await hub.closed).code, 1905);
  assert.equal(socket.isClosed, true);
});
