import { Emitter } from '../base/emitter.js';
import { coalesced } from '../base/timing.js';
import { path } from '../net/api.js';
import { ImError } from '../net/errors.js';
import { cleanName, inSentence } from '../text/clean.js';
import { words } from '../text/language.js';

const MOST_SAVED = 1000;

/** The names behind user ids, asked for once each and visit. Emits `changed` when some have arrived. */
export class People extends Emitter {
  #api;
  #me;
  #names = new Map();
  #asked = new Set();
  #changed = coalesced(() => this.emit('changed'));

  constructor(api, me) {
    super();
    this.#api = api;
    this.#me = me;
  }

  get saved() {
    return [...this.#names].slice(-MOST_SAVED);
  }

  restore(saved) {
    this.#names = new Map(saved);
  }

  /** A name to show now; the true one follows with `changed`. */
  name(userId) {
    if (!this.#asked.has(userId)) {
      this.refresh(userId);
    }
    const name = this.#names.get(userId);
    return name === undefined ? '…' : cleanName(name);
  }

  /** As in a sentence: "You added Lin". */
  subject(userId) {
    return userId === this.#me ? words.you : inSentence(this.name(userId));
  }

  object(userId) {
    return userId === this.#me ? words.youObject : inSentence(this.name(userId));
  }

  learn(profiles) {
    for (const { userId, displayName } of profiles) {
      this.#asked.add(userId);
      if (this.#names.get(userId) !== displayName) {
        this.#names.set(userId, displayName);
        this.#changed();
      }
    }
  }

  /** Names may have changed unheard: each is asked for again when it is shown next. */
  doubt() {
    this.#asked.clear();
  }

  async refresh(userId) {
    this.#asked.add(userId);
    try {
      this.learn([await this.#api.get(path`users/${userId}`)]);
    } catch (error) {
      if (error instanceof ImError && error.status === 404) {
        this.learn([{ userId, displayName: words.deletedAccount }]);
      } else {
        this.#asked.delete(userId);
      }
    }
  }
}
