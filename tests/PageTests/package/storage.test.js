import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { afterEach, beforeEach } from 'node:test';
import { FileDatabase, FileValues } from '../../../Client/Npm/storage/file.js';
import { MemoryDatabase, MemoryValues } from '../../../Client/Npm/storage/memory.js';

const STORES = { session: null, outbox: 'clientMessageId' };
let folder;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'imorleans-storage-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

for (const [name, make] of [['memory', () => MemoryDatabase.all()], ['files', () => FileDatabase.in(folder)]]) {
  test(`${name}: what was put is answered as a copy, by its key`, async () => {
    const database = await make().open('im', STORES);
    const item = { clientMessageId: '1', content: { text: 'Hello' }, sentAt: new Date(0) };
    await database.put('outbox', item);
    await database.put('session', { userId: 'anna' }, 'current');
    item.content.text = 'changed';
    assert.deepEqual(await database.all('outbox'), [{ clientMessageId: '1', content: { text: 'Hello' }, sentAt: new Date(0) }]);
    assert.deepEqual(await database.get('session', 'current'), { userId: 'anna' });
    await database.delete('session', 'current');
    assert.equal(await database.get('session', 'current'), undefined);
  });

  test(`${name}: a transaction changes what is held, or nothing when its work throws`, async () => {
    const database = await make().open('im', STORES);
    await database.put('outbox', { clientMessageId: '1', tries: 1 });
    await database.write(['outbox'], ({ outbox }) => outbox.change('1', held => ({ ...held, tries: held.tries + 1 })));
    await database.write(['outbox'], ({ outbox }) => outbox.change('2', () => undefined));
    await assert.rejects(database.write(['outbox'], ({ outbox }) => {
      outbox.clear();
      throw new Error('broken off');
    }));
    assert.deepEqual(await database.all('outbox'), [{ clientMessageId: '1', tries: 2 }]);
  });

  test(`${name}: a database that was deleted is empty`, async () => {
    const databases = make();
    await (await databases.open('im', STORES)).put('session', 'kept', 'current');
    assert.equal(await (await databases.open('im', STORES)).get('session', 'current'), 'kept');
    await databases.delete('im');
    assert.equal(await (await databases.open('im', STORES)).get('session', 'current'), undefined);
  });
}

test('files keep databases and values for the next program, and for their owner only', async () => {
  const database = await FileDatabase.in(folder).open('im', STORES);
  await database.put('session', { refreshToken: 'secret' }, 'current');
  new FileValues(folder).setItem('im.device.anna', '1');
  assert.deepEqual(await (await FileDatabase.in(folder).open('im', STORES)).get('session', 'current'), { refreshToken: 'secret' });
  assert.equal(new FileValues(folder).getItem('im.device.anna'), '1');
  assert.deepEqual(readdirSync(folder).map(file => statSync(join(folder, file)).mode & 0o077), [0, 0]);
});

test('a change that the disk does not take is refused, and did not happen', async () => {
  const database = await FileDatabase.in(folder).open('im', STORES);
  await database.put('session', 'before', 'current');
  rmSync(folder, { recursive: true });
  await assert.rejects(database.put('session', 'after', 'current'));
  assert.equal(await database.get('session', 'current'), 'before');
});

test('values are text, as in local storage', () => {
  const values = new MemoryValues();
  values.setItem('a', 1);
  assert.equal(values.getItem('a'), '1');
  assert.deepEqual(values.keys(), ['a']);
  values.removeItem('a');
  assert.equal(values.getItem('a'), null);
});
