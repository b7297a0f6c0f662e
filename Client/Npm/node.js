import { mkdirSync } from 'node:fs';
import { runIn } from './js/base/host.js';
import { FileDatabase, FileValues } from './storage/file.js';
import { MemoryDatabase, MemoryValues } from './storage/memory.js';

/**
 * Makes the client run in Node. Call it once, before the first session is opened. One program is one user on one device.
 * @param {{server: string, folder?: string, deviceName?: string}} settings `server` is the address of the server. `folder` keeps session,
 * outbox and history over restarts. It holds tokens, so only its owner can read it. Only one program may use it. Without a folder
 * everything is in memory.
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
    // Node reports no change of the network and hides no page. The connection itself notices when it is lost.
    on: () => {},
  });
}

/** Adds the functions that browsers have and Node 20 does not have. */
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
