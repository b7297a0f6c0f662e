import assert from 'node:assert/strict';
import test from 'node:test';
import { page, settled } from '../page.js';

const { Emitter } = await page('base/emitter.js');
const { Outbox } = await page('model/outbox.js');
const { ConnectionLost, ImError } = await page('net/errors.js');

/** Stands for the database of a browser: one store, in memory. */
class Memory {
  items = new Map();

  async all() {
    return [...this.items.values()];
  }

  async put(store, item) {
    this.items.set(item.clientMessageId, item);
  }

  async write(names, work) {
    work({ outbox: { delete: id => this.items.delete(id) } });
  }
}

/** A hub that answers as `answer(drafts)` says, and what the outbox asked of it. */
class Hub extends Emitter {
  isOpen = true;
  sent = [];

  constructor(answer) {
    super();
    this.answer = answer;
  }

  async invoke(method, conversationId, drafts) {
    this.sent.push(drafts.map(({ content }) => content.text));
    return await this.answer(drafts);
  }
}

const receipts = drafts => drafts.map((_, i) => ({ seq: i + 1, messageId: `m${i}`, sentAt: '2026-01-01T00:00:00Z' }));

function outboxOn(hub, database = new Memory()) {
  const store = Object.assign(new Emitter(), { me: 'anna' });
  const tabs = Object.assign(new Emitter(), { notify() {} });
  const taken = [];
  const feed = { take: (id, entries) => taken.push(...entries.map(({ content }) => content.text)) };
  return { outbox: new Outbox({ connection: hub, feed, store, database, tabs }), taken, database };
}

async function until(condition) {
  for (let turn = 0; !condition(); turn++) {
    assert.ok(turn < 10_000, `never true: ${condition}`);
    await settled();
  }
}

test('messages are sent oldest first, and are kept until their receipt', async () => {
  const first = Promise.withResolvers();
  const hub = new Hub(async drafts => {
    await first.promise;
    return receipts(drafts);
  });
  const { outbox, taken, database } = outboxOn(hub);
  await outbox.post('c', 'one');
  await outbox.post('c', 'two');
  await outbox.post('c', 'three');
  assert.equal(database.items.size, 3);
  first.resolve();
  await until(() => outbox.of('c').length === 0);
  assert.deepEqual(taken, ['one', 'two', 'three']);
  assert.equal(database.items.size, 0);
});

test('only the message that the server refuses fails, and it waits for its writer', async () => {
  const hub = new Hub(drafts => {
    if (drafts.some(({ content }) => content.text === 'bad')) {
      throw new ImError(1203, 'Too long.', { refusalClass: 'bad-value' });
    }
    return receipts(drafts);
  });
  hub.isOpen = false;
  const { outbox, taken } = outboxOn(hub);
  const failed = [];
  outbox.on('failed', item => failed.push(item.text));
  for (const text of ['good', 'bad', 'fine']) {
    await outbox.post('c', text);
  }
  hub.isOpen = true;
  hub.emit('open');
  await until(() => failed.length > 0 && taken.length === 2);
  assert.deepEqual(taken, ['good', 'fine']);
  assert.deepEqual(outbox.of('c').map(({ text, failure }) => [text, failure.code]), [['bad', 1203]]);

  await outbox.discard(outbox.of('c'));
  assert.deepEqual(outbox.all, []);
});

test('a message whose connection broke is sent again by the next one, with the same id', async () => {
  const ids = [];
  const hub = new Hub(drafts => {
    ids.push(drafts[0].clientMessageId);
    if (ids.length === 1) {
      hub.isOpen = false;
      throw new ConnectionLost();
    }
    return receipts(drafts);
  });
  const { outbox, taken } = outboxOn(hub);
  await outbox.post('c', 'once');
  await until(() => ids.length === 1 && !hub.isOpen);
  await settled();
  hub.isOpen = true;
  hub.emit('open');
  await until(() => taken.length === 1);
  assert.equal(ids[0], ids[1]);
});
