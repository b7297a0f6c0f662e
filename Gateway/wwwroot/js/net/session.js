import { Emitter } from '../base/emitter.js';
import { host } from '../base/host.js';
import { uuid7 } from '../base/ids.js';
import { alone } from '../base/locks.js';
import { Tabs } from '../base/tabs.js';
import { keepDevice } from './device.js';
import { ImError } from './errors.js';
import { request } from './http.js';

const KEY = 'current';
const MARGIN_MS = 30_000;

/**
 * The stored part of a session; the refresh token and the id of a refresh that has begun are read where they are spent.
 * @typedef {{userId: string, deviceId: string, username: string}} Saved
 * @typedef {Saved & {refreshToken: string, retryId?: string}} Stored
 * @typedef {{userId: string, deviceId: string, accessToken: string, expiresAt: string, refreshToken: string, deviceSecret?: string}} Reply
 * @typedef {{userId: string, token: string, goodUntil: number}} Access
 */

/**
 * The session of this browser. The refresh token lives in IndexedDB, written durably before it counts: a token that is lost after
 * its predecessor was spent would end the session. A thief spends it, and our next use of it ends the
 * session. Access tokens live in memory only; tabs hand them to one another.
 * Emits `ended` (reason, what was saved) once the session is over, here or in another tab, and `begun` when another tab signs in.
 */
export class Session extends Emitter {
  /** @type {import('../base/database.js').Kept} */
  #database;
  /** @type {?Saved} */
  #saved;
  /** @type {?Access} */
  #access = null;
  #replaced = false;
  #tabs = new Tabs('im.session');

  static async open() {
    const database = await host.databases.open('im', { session: null });
    return new Session(database, withoutToken(await database.get('session', KEY)));
  }

  /**
   * @param {import('../base/database.js').Kept} database
   * @param {?Saved} saved
   */
  constructor(database, saved) {
    super();
    this.#database = database;
    this.#saved = saved;
    this.#tabs.on('access', access => this.#adopt(access));
    this.#tabs.on('begun', saved => this.#begunElsewhere(saved));
    this.#tabs.on('ended', deviceId => this.#saved?.deviceId === deviceId && this.#over('other-tab'));
  }

  /** `{userId, deviceId, username}`, or null. */
  get current() {
    return this.#saved;
  }

  /**
   * @param {Reply} reply
   * @param {string} username
   * @param {number} serverTime
   */
  async begin(reply, username, serverTime) {
    await this.#save({ userId: reply.userId, deviceId: reply.deviceId, username, refreshToken: reply.refreshToken });
    this.#tabs.notify('begun', this.#saved);
    this.#gotAccess(reply, serverTime);
  }

  /** @param {string} reason */
  async end(reason) {
    const saved = this.#saved;
    if (saved) {
      await this.#forget(saved);
      this.#over(reason);
    }
  }

  /**
   * The server says that the session of this device is over. When a sign-in in another tab has replaced it, the stored one
   * goes on: the next refresh shows it.
   * @param {string} reason
   */
  async endedByServer(reason) {
    if (reason === 'replaced') {
      this.#replaced = true;
      this.#access = null;
    } else {
      await this.end(reason);
    }
  }

  /**
   * A token to use now. `refused` is one that the server did not take, whatever its date says.
   * @param {string} [refused]
   */
  async accessToken(refused) {
    return this.#usable(refused) ?? await alone('im.refresh', async () => this.#usable(refused) ?? await this.#rotate());
  }

  /** @param {string} [refused] */
  #usable(refused) {
    const access = this.#access;
    return access && access.token !== refused && Date.now() < access.goodUntil - MARGIN_MS ? access.token : null;
  }

  /** A refresh token is good once, and using it again ends the session: under the lock, read what is stored now, not what we remember. */
  async #rotate() {
    const saved = this.#saved && await this.#database.get('session', KEY);
    if (!saved || saved.userId !== this.#saved?.userId) {
      throw new ImError(1106, 'Signed out.', { status: 401 });
    }
    const { retryId, ...asking } = await this.#promise(saved);
    try {
      const { body, serverTime } = await request('POST', 'sessions/refresh', { body: { refreshToken: asking.refreshToken, retryId } });
      await this.#save({ ...asking, refreshToken: body.refreshToken });
      keepDevice(asking.username, body);
      this.#replaced = false;
      this.#gotAccess(body, serverTime);
      return body.accessToken;
    } catch (error) {
      if (error instanceof ImError && error.endsSession) {
        await this.end(this.#reasonOf(error));
      }
      throw error;
    }
  }

  /**
   * The id of this refresh, stored before the first call: when the answer is lost, also with this page, the call is repeated with the same
   * id, which a thief who copied the token earlier does not have.
   * @param {Stored} saved
   * @returns {Promise<Stored>}
   */
  async #promise(saved) {
    if (saved.retryId) {
      return saved;
    }
    const promised = { ...saved, retryId: uuid7() };
    await this.#database.put('session', promised, KEY);
    return promised;
  }

  /**
   * The lifetime is counted from the server's clock to its own date: the clock of this machine may be hours off.
   * @param {Reply} reply
   * @param {number} serverTime
   */
  #gotAccess({ userId, accessToken, expiresAt }, serverTime) {
    const lifetime = Math.max(Date.parse(expiresAt) - serverTime, 2 * MARGIN_MS);
    this.#access = { userId, token: accessToken, goodUntil: Date.now() + lifetime };
    this.#tabs.notify('access', this.#access);
  }

  /** @param {Access} access */
  #adopt(access) {
    if (access.userId === this.#saved?.userId) {
      this.#access = access;
    }
  }

  /** @param {Stored} saved */
  async #save(saved) {
    await this.#database.put('session', saved, KEY);
    this.#saved = withoutToken(saved);
  }

  /**
   * A refresh that another tab has begun meanwhile stays.
   * @param {Saved} saved
   */
  async #forget({ deviceId }) {
    const stored = await this.#database.get('session', KEY);
    if (stored?.deviceId === deviceId) {
      await this.#database.delete('session', KEY);
    }
    this.#tabs.notify('ended', deviceId);
  }

  /** @param {Saved} saved */
  #begunElsewhere(saved) {
    if (!this.#saved) {
      this.emit('begun');
    } else if (saved.deviceId === this.#saved.deviceId && saved.userId === this.#saved.userId) {
      this.#saved = saved;
    } else {
      this.#over('other-tab');
    }
  }

  /** @param {ImError} error */
  #reasonOf({ code }) {
    if (code === 1106) {
      return this.#replaced ? 'replaced' : 'ended';
    }
    return code === 1107 ? 'refresh-token-reused' : 'expired';
  }

  /** @param {string} reason */
  #over(reason) {
    const saved = this.#saved;
    if (saved) {
      this.#saved = this.#access = null;
      this.emit('ended', reason, saved);
    }
  }
}

/**
 * The token is read where it is spent, and kept nowhere else.
 * @param {Stored | undefined} stored
 * @returns {?Saved}
 */
function withoutToken(stored) {
  if (!stored?.refreshToken) {
    return null;
  }
  const { refreshToken, retryId, ...saved } = stored;
  return saved;
}
