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
  #usernames = new Map();
  /** How many people have a name, as it is shown. */
  #namesakes = new Map();
  #asked = new Set();
  #deleted = new Set();
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
    saved.forEach(([userId, name]) => this.#hold(userId, name));
  }

  /** A name to show now; the true one follows with `changed`. */
  name(userId) {
    if (!this.#asked.has(userId)) {
      this.refresh(userId);
    }
    const name = this.#names.get(userId);
    return name === undefined ? '…' : cleanName(name);
  }

  /** Tells people of one name apart; null until it is known. */
  username(userId) {
    if (!this.#usernames.has(userId)) {
      this.#usernames.set(userId, null);
      this.refresh(userId);
    }
    return this.#usernames.get(userId);
  }

  /** A name to show among others: with the username when another known person has the same name. */
  label(userId) {
    const name = this.name(userId);
    const username = this.#namesakes.get(name) > 1 ? this.username(userId) : null;
    return username ? `${name} (@${username})` : name;
  }

  /** As in a sentence: "You added Lin". */
  subject(userId) {
    return userId === this.#me ? words.you : inSentence(this.label(userId));
  }

  object(userId) {
    return userId === this.#me ? words.youObject : inSentence(this.label(userId));
  }

  /** Whether the account is known to be deleted. */
  isDeleted(userId) {
    return this.#deleted.has(userId);
  }

  learn(profiles) {
    for (const { userId, username, deleted, ...profile } of profiles) {
      const displayName = deleted ? words.deletedAccount : profile.displayName;
      this.#asked.add(userId);
      if (deleted && !this.#deleted.has(userId)) {
        this.#deleted.add(userId);
        this.#usernames.set(userId, null);
        this.#changed();
      }
      if (username && this.#usernames.get(userId) !== username) {
        this.#usernames.set(userId, username);
        this.#changed();
      }
      if (this.#names.get(userId) !== displayName) {
        this.#hold(userId, displayName);
        this.#changed();
      }
    }
  }

  #hold(userId, name) {
    const count = (of, by) => this.#namesakes.set(of, (this.#namesakes.get(of) ?? 0) + by);
    if (this.#names.has(userId)) {
      count(cleanName(this.#names.get(userId)), -1);
    }
    this.#names.set(userId, name);
    count(cleanName(name), 1);
  }

  /** Names may have changed unheard: each is asked for again when it is shown next. */
  doubt() {
    this.#asked.clear();
  }

  /** Resolves when the name is known, or cannot be found out now. */
  async known(userId) {
    if (!this.#names.has(userId)) {
      await this.refresh(userId);
    }
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
