import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';
import { text, texts } from './entries.js';

const { Conversation } = await page('model/conversation.js');

const withAnna = (high = 0) => new Conversation('d:anna:bo', 'anna', high);

test('entries of others are unread until they are read, one\'s own never are', () => {
  const conversation = withAnna();
  conversation.log.fill([...texts(1, 4), text(5, 'mine', { senderId: 'anna' }), text(6, '', { counts: false })]);
  assert.equal(conversation.unread, 4);
  assert.equal(conversation.read(2), true);
  assert.equal(conversation.unread, 2);
  conversation.read(1);
  assert.equal(conversation.unread, 2);
  conversation.read(6);
  assert.equal(conversation.unread, 0);
});

test('the count of the server holds up to its head, newer entries are counted here', () => {
  const conversation = withAnna(100);
  conversation.place({ head: 100, firstSeq: 1, readUpTo: 60, unread: 37 });
  conversation.log.add([text(101), text(102)]);
  assert.equal(conversation.unread, 39);
  assert.equal(conversation.read(80), false, 'entries 61 to 80 are not held');
});

test('a read position that was moved here while the server answered is kept', () => {
  const conversation = withAnna();
  conversation.log.fill(texts(1, 10));
  conversation.read(8);
  conversation.place({ head: 10, firstSeq: 1, readUpTo: 3, unread: 7 });
  assert.equal(conversation.readUpTo, 8);
  assert.equal(conversation.unread, 2);
});

test('a conversation notifies of all messages, of mentions, of none, or of none until a time', () => {
  const conversation = withAnna();
  const [plain, mention] = [text(1), text(2, 'hello', { mentions: ['anna'] })];
  const notified = () => [conversation.notifiesOf(plain), conversation.notifiesOf(mention)];
  assert.deepEqual(notified(), [true, true]);
  conversation.choose({ notify: 'mentions' });
  assert.deepEqual(notified(), [false, true]);
  conversation.choose({ notify: 'none' });
  assert.deepEqual([conversation.isMuted, ...notified()], [true, false, false]);
  conversation.choose({ mutedUntil: new Date(Date.now() + 60_000).toISOString() });
  assert.deepEqual([conversation.isMuted, ...notified()], [true, false, false]);
  conversation.choose({ mutedUntil: new Date(Date.now() - 60_000).toISOString() });
  assert.deepEqual([conversation.isMuted, ...notified()], [false, true, true]);
});

test('entries that are given up stay unread', () => {
  const conversation = withAnna();
  conversation.log.fill(texts(1, 30));
  conversation.trim(10);
  assert.equal(conversation.log.entries.length, 10);
  assert.equal(conversation.unread, 30);
});

test('a read position moves onto no entry that is not shown, and onto none about another entry', () => {
  const conversation = withAnna();
  conversation.log.fill([...texts(1, 2), text(3, '', { kind: 'cheer' }), text(4, 'edited', { target: 1 })]);
  assert.equal(conversation.readable(), 2);
  assert.equal(conversation.readable(1), 1);
  assert.equal(conversation.lastMessage.seq, 4);
});

test('older entries become part of the log when the two meet', () => {
  const conversation = withAnna();
  conversation.log.restart(50, 1);
  conversation.log.fill(texts(51, 60));
  const older = new (conversation.log.constructor)(30, 1);
  older.fill(texts(31, 45));
  conversation.past = older;
  conversation.join();
  assert.equal(conversation.window, older);
  older.fill(texts(46, 50));
  conversation.join();
  assert.equal(conversation.past, null);
  assert.deepEqual([conversation.low, conversation.log.entries.length], [31, 30]);
});

test('what was saved is what is restored', () => {
  const conversation = withAnna();
  Object.assign(conversation, { title: 'Bo' });
  conversation.log.fill(texts(1, 6));
  conversation.read(4);
  const saved = structuredClone(conversation.saved(conversation.log.entries));
  const restored = withAnna(saved.high);
  restored.restore(saved);
  assert.deepEqual([restored.title, restored.unread, restored.readUpTo, restored.lastMessage.seq], ['Bo', 2, 4, 6]);
});
