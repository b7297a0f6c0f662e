import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';
import { seqsOf, text, texts } from './entries.js';

const { Log } = await page('model/log.js');

test('entries that come doubled and in any order are answered once each, in order', () => {
  const log = new Log(10, 1);
  assert.deepEqual(seqsOf(log.add([text(12), text(13)])), []);
  assert.equal(log.hasHole, true);
  assert.deepEqual(seqsOf(log.early), [12, 13]);
  assert.deepEqual(seqsOf(log.add([text(11), text(12), text(9)])), [11, 12, 13]);
  assert.deepEqual(seqsOf(log.add([text(13)])), []);
  assert.equal(log.hasHole, false);
  assert.deepEqual(seqsOf(log.entries), [11, 12, 13]);
});

test('what a page of the server leaves out is no hole', () => {
  const log = new Log(10, 1);
  log.add([text(20)]);
  assert.deepEqual(seqsOf(log.fill([text(11), text(15), text(19)])), [11, 15, 19, 20]);
  assert.equal(log.high, 20);
  assert.equal(log.hasHole, false);
});

test('older entries come in front, and below the first that may be read nothing is missing', () => {
  const log = new Log(10, 1);
  assert.equal(log.hasOlder, true);
  log.prepend(texts(8, 10), 8);
  assert.deepEqual(seqsOf(log.entries), [8, 9, 10]);
  assert.equal(log.hasOlder, false);
  const other = new Log(10, 1);
  other.prepend([], 1);
  assert.equal(other.hasOlder, false);
});

test('a trimmed log can load again what it gave up', () => {
  const log = new Log(0, 1);
  log.fill(texts(1, 20));
  log.trim(5);
  assert.deepEqual([log.low, log.high, log.hasOlder], [16, 20, true]);
  log.prepend(texts(11, 15), 1);
  assert.equal(log.low, 11);
});

test('a log that starts anew keeps what came early behind its new start', () => {
  const log = new Log(10, 1);
  log.add([text(12), text(41), text(42)]);
  assert.deepEqual(seqsOf(log.restart(40, 1)), [41, 42]);
  assert.equal(log.hasHole, false);
});

test('an overlay changes the entry that it is laid over, and an older one changes nothing', () => {
  const log = new Log(0, 1);
  log.fill(texts(1, 3));
  const before = log.entries[1];
  const edited = log.amend(2, { overlaySeq: 5, content: { text: 'edited' }, editedAt: '2026-01-02T00:00:00Z' });
  assert.equal(edited.content.text, 'edited');
  assert.equal(before.content.text, 'message 2');
  assert.equal(log.amend(2, { overlaySeq: 4, content: { text: 'late' } }), undefined);
  assert.equal(log.amend(9, { overlaySeq: 6 }), undefined);
  assert.equal(log.entries[1], edited);
});
