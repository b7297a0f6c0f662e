import { Emitter } from '../base/emitter.js';
import { ImError } from './errors.js';
import { request } from './http.js';
import { alone } from '../base/locks.js';

const KEY = 'im.session';
const MARGIN_MS = 30_000;

/**
 * Who is signed in. The refresh token lives in localStorage, shared by all tabs; access tokens live in memory only.
 * Emits `ended` (reason, what was saved) once the session is over, here or in another tab, and `begun` when another tab signs in.
 */
export class Session extends Emitter {
  #saved = read();
  #access = null;
  #replaced = false;
  #channel = new BroadcastChannel('im.access');

  constructor() {
    super();
    this.#channel.onmessage = ({ data }) => this.#adopt(data);
    addEventListener('storage', event => event.key === KEY && this.#changedElsewhere());
  }

  /** `{userId, deviceId, username}`, or null. */
  get current() {
    return this.#saved;
  }

  begin(reply, username, serverTime) {
    this.#save({ userId: reply.userId, deviceId: reply.deviceId, username, refreshToken: reply.refreshToken });
    this.#gotAccess(reply, serverTime);
  }

  end(reason) {
    if (this.#saved) {
      localStorage.removeItem(KEY);
      this.#over(reason);
    }
  }

  /**
   * The server says that the session of this device is over. When a sign-in in another tab has replaced it, the stored one
   * goes on: the next refresh tells.
   */
  endedByServer(reason) {
    if (reason === 'replaced') {
      this.#replaced = true;
      this.#access = null;
    } else {
      this.end(reason);
    }
  }

  /** A token to use now. `refused` is one that the server did not take, whatever its date says. */
  async accessToken(refused) {
    return this.#usable(refused) ?? await alone('im.refresh', () => this.#usable(refused) ?? this.#rotate());
  }

  #usable(refused) {
    const access = this.#access;
    return access && access.token !== refused && Date.now() < access.goodUntil - MARGIN_MS ? access.token : null;
  }

  /** A refresh token is good once, and using it again ends the session: under the lock, read what is stored now, not what we remember. */
  async #rotate() {
    const saved = this.#saved && read();
    if (!saved || saved.userId !== this.#saved.userId) {
      throw new ImError(1106, 'Signed out.', { status: 401 });
    }
    try {
      const { body, serverTime } = await request('POST', 'sessions/refresh', { body: { refreshToken: saved.refreshToken } });
      this.#save({ ...saved, refreshToken: body.refreshToken });
      this.#replaced = false;
      this.#gotAccess(body, serverTime);
      return body.accessToken;
    } catch (error) {
      if (error instanceof ImError && error.endsSession) {
        this.end(this.#reasonOf(error));
      }
      throw error;
    }
  }

  /** The lifetime is counted from the server's clock to its own date: the clock of this machine may be hours off. */
  #gotAccess({ userId, accessToken, expiresAt }, serverTime) {
    const lifetime = Math.max(Date.parse(expiresAt) - serverTime, 2 * MARGIN_MS);
    this.#access = { userId, token: accessToken, goodUntil: Date.now() + lifetime };
    this.#channel.postMessage(this.#access);
  }

  #adopt(access) {
    if (access.userId === this.#saved?.userId) {
      this.#access = access;
    }
  }

  #save(saved) {
    this.#saved = saved;
    localStorage.setItem(KEY, JSON.stringify(saved));
  }

  #changedElsewhere() {
    const saved = read();
    if (!this.#saved) {
      this.emit('begun');
    } else if (saved?.deviceId === this.#saved.deviceId) {
      this.#saved = saved;
    } else {
      this.#over('other-tab');
    }
  }

  #reasonOf({ code }) {
    if (code === 1106) {
      return this.#replaced ? 'replaced' : 'ended';
    }
    return code === 1107 ? 'refresh-token-reused' : 'expired';
  }

  #over(reason) {
    const saved = this.#saved;
    this.#saved = this.#access = null;
    this.emit('ended', reason, saved);
  }
}

function read() {
  return JSON.parse(localStorage.getItem(KEY));
}
