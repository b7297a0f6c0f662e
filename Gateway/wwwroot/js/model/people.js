import { Emitter } from '../base/emitter.js';
import { ImError } from '../net/errors.js';
import { path } from '../net/api.js';
import { coalesced } from '../base/timing.js';

/** The names behind user ids, asked for once each. Emits `changed` when some have arrived. */
export class People extends Emitter {
  #api;
  #me;
  #names = new Map();
  #changed = coalesced(() => this.emit('changed'));

  constructor(api, me) {
    super();
    this.#api = api;
    this.#me = me;
  }

  /** A name to show now; the true one follows with `changed`. */
  name(userId) {
    if (!this.#names.has(userId)) {
      this.#names.set(userId, '…');
      this.#ask(userId);
    }
    return this.#names.get(userId);
  }

  /** As in a sentence: "You added Lin". */
  subject(userId) {
    return userId === this.#me ? 'You' : this.name(userId);
  }

  object(userId) {
    return userId === this.#me ? 'you' : this.name(userId);
  }

  learn(profiles) {
    for (const { userId, displayName } of profiles) {
      if (this.#names.get(userId) !== displayName) {
        this.#names.set(userId, displayName);
        this.#changed();
      }
    }
  }

  async #ask(userId) {
    try {
      this.learn([await this.#api.get(path`users/${userId}`)]);
    } catch (error) {
      if (error instanceof ImError && error.status === 404) {
        this.learn([{ userId, displayName: 'Deleted account' }]);
      } else {
        this.#names.delete(userId);
      }
    }
  }
}
