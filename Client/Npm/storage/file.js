import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { MemoryDatabase, MemoryValues } from './memory.js';

/** Small values in one file of a folder. */
export class FileValues extends MemoryValues {
  #file;

  /** @param {string} folder */
  constructor(folder) {
    super();
    this.#file = join(folder, 'values');
    (read(this.#file) ?? []).forEach(([key, value]) => super.setItem(key, value));
  }

  setItem(key, value) {
    super.setItem(key, value);
    this.#save();
  }

  removeItem(key) {
    super.removeItem(key);
    this.#save();
  }

  #save() {
    write(this.#file, this.keys().map(key => [key, this.getItem(key)]));
  }
}

/**
 * A database in one file, which every transaction rewrites: a program that dies leaves the file from before or the one from after. Meant
 * for the few megabytes that a client keeps.
 */
export class FileDatabase extends MemoryDatabase {
  #file;

  /**
   * The `Databases` of `base/host.js`, in a folder.
   * @param {string} folder
   */
  static in(folder) {
    const fileOf = name => join(folder, `${encodeURIComponent(name)}.db`);
    const open = new Map();
    return {
      open: async (name, keyPaths) => open.get(name) ?? open.set(name, new FileDatabase(fileOf(name), keyPaths)).get(name),
      delete: async name => {
        open.delete(name);
        rmSync(fileOf(name), { force: true });
      },
    };
  }

  /**
   * @param {string} file
   * @param {Record<string, ?string>} keyPaths
   */
  constructor(file, keyPaths) {
    super(keyPaths, read(file));
    this.#file = file;
  }

  /** Throws when the disk does not take it, and then nothing is changed. */
  async keep(stores) {
    write(this.#file, stores);
  }
}

function read(file) {
  try {
    return deserialize(readFileSync(file));
  } catch (error) {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** Readable for its owner only, because there are tokens in it. */
function write(file, value) {
  const next = `${file}.next`;
  const handle = openSync(next, 'w', 0o600);
  try {
    writeSync(handle, serialize(value));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(next, file);
}
