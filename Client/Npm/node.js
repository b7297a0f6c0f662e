import { mkdirSync } from 'node:fs';
import { runIn } from './js/base/host.js';
import { FileDatabase, FileValues } from './storage/file.js';
import { MemoryDatabase, MemoryValues } from './storage/memory.js';

/**
 * Lets the client run in Node: call it once, before the first session is opened. One program is one user on one device.
 * @param {{server: string, folder?: string, deviceName?: string}} settings `server` is the address of the server. In `folder` session, outbox and
 * history survive restarts; it holds tokens, so only its owner can read it, and only one program may use it. Without it all of that lives in memory.
 */
export function runInNode({ server, folder, deviceName = 'Node' }) {
  fillIn();
  if (folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  runIn({
    server: server.endsWith('/') ? server : `${server}/`,
    values: folder ? new FileValues(folder) : new MemoryValues(),
    databases: folder ? FileDatabase.in(folder) : MemoryDatabase.all(),
    platform: 'other',
    deviceName,
    isHidden: () => false,
    // The network comes and goes unseen here, and nothing is hidden: the connection notices by itself.
    on: () => {},
  });
}

/** What browsers have, and Node 20 does not. */
function fillIn() {
  globalThis.reportError ??= error => console.error(error);
  Promise.withResolvers ??= function withResolvers() {
    let resolve;
    let reject;
    const promise = new this((...both) => ([resolve, reject] = both));
    return { promise, resolve, reject };
  };
  if (!globalThis.WebSocket) {
    throw new Error('This Node has no WebSocket. Use Node 22 or newer, or start it with --experimental-websocket.');
  }
}
