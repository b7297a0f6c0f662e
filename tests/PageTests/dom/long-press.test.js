import assert from 'node:assert/strict';
import test from 'node:test';
import { page } from '../page.js';

const { onLongPress } = await page('dom/long-press.js');

/** A place that fingers and mice touch; `pressed` has where they rested long enough. */
function place(t) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const node = new EventTarget();
  const pressed = [];
  onLongPress(node, ({ clientX, clientY }) => pressed.push([clientX, clientY]));
  const send = (type, clientX, clientY, more = {}) =>
    node.dispatchEvent(Object.assign(new Event(type), { clientX, clientY, pointerType: 'touch', isPrimary: true, ...more }));
  return { send, pressed, wait: ms => t.mock.timers.tick(ms) };
}

test('a finger that rests is a long press, where it came down', t => {
  const { send, pressed, wait } = place(t);
  send('pointerdown', 10, 20);
  wait(300);
  send('pointermove', 13, 24);
  wait(300);
  assert.deepEqual(pressed, [[10, 20]]);
  wait(1000);
  assert.equal(pressed.length, 1);
});

test('a finger that moves, lifts or begins to scroll is none, nor is a mouse or a second finger', t => {
  const { send, pressed, wait } = place(t);
  send('pointerdown', 10, 20);
  send('pointermove', 10, 40);
  wait(1000);
  for (const end of ['pointerup', 'pointercancel']) {
    send('pointerdown', 10, 20);
    wait(300);
    send(end, 10, 20);
    wait(1000);
  }
  send('pointerdown', 10, 20, { pointerType: 'mouse' });
  wait(1000);
  send('pointerdown', 10, 20);
  send('pointerdown', 50, 20, { isPrimary: false });
  wait(1000);
  assert.deepEqual(pressed, []);
});
