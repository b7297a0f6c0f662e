import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';
import { text } from './entries.js';

const { kept, newer, received, under } = await page('model/overlays.js');

test('of a deleted entry nothing is left', () => {
  const deleted = under({ overlaySeq: 3, redactedBy: 'recall' }, text(1, 'secret', { mentions: ['anna'] }));
  assert.doesNotMatch(JSON.stringify(deleted), /secret|anna/);
});

test('an entry about another keeps nothing of what it did once that is held with its target', () => {
  const about = text(4, 'secret', { kind: 'edit', target: 1, overlay: { overlaySeq: 4, content: { text: 'secret' } } });
  assert.equal(received(about), about);
  assert.doesNotMatch(JSON.stringify(kept(about)), /secret/);
});

test('of two copies the one that knows more counts', () => {
  const old = text(1);
  const edited = received({ ...text(1), overlay: { overlaySeq: 7, content: { text: 'edited' } } });
  assert.equal(newer(old, edited), edited);
  assert.equal(newer(edited, old), edited);
  assert.equal(newer(old, undefined), old);
});
