import { Emitter } from '../base/emitter.js';
import { coalesced, pause } from '../base/timing.js';
import { cleanName, inSentence } from '../text/clean.js';
import { words } from '../text/language.js';

const MOST_SAVED = 1000;
/** Ids in one request: the most that the server answers. */
const MOST_ASKED = 200;
/** About a frame: the list and the chat are drawn in it, and ask for all the names that they show. */
const GATHER_MS = 20;

/** The names behind user ids, asked for once each and visit, many at a time. Emits `changed` when some have arrived. */
export class People extends Emitter {
  #api;
  #me;
  #names = new Map();
  #usernames = new Map();
  /** How many people have the same name, as it is shown. */
  #namesakes = new Map();
  #asked = new Set();
  /** The ids of the next request, and a promise that resolves after its answer. */
  #wanted = new Set();
  /** @type {?Promise<unknown>} */
  #request = null;
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

  /** Names may have changed while there was no connection, so each is asked for again when it is shown next. */
  doubt() {
    this.#asked.clear();
  }

  /** Resolves when the name is known, or cannot be found out now. */
  async known(userId) {
    if (!this.#names.has(userId)) {
      await this.refresh(userId);
    }
  }

  /** People whose names are shown soon are asked for together with those that are shown now. */
  expect(userIds) {
    userIds.forEach(id => this.#asked.has(id) || this.refresh(id));
  }

  /** Asks for a person again, in one request with all others of the same moment. Resolves after the answer or its failure. */
  refresh(userId) {
    this.#asked.add(userId);
    this.#wanted.add(userId);
    this.#request ??= pause(GATHER_MS).then(() => {
      const ids = [...this.#wanted];
      this.#wanted.clear();
      this.#request = null;
      return Promise.all(chunks(ids, MOST_ASKED).map(some => this.#ask(some)));
    });
    return this.#request;
  }

  async #ask(ids) {
    try {
      const found = await this.#api.get(`users?ids=${ids.map(encodeURIComponent).join()}`);
      const known = new Set(found.map(({ userId }) => userId));
      this.learn([...found, ...ids.filter(id => !known.has(id)).map(userId => ({ userId, displayName: words.deletedAccount }))]);
    } catch {
      // They are asked for again when they are shown next.
      ids.forEach(id => this.#asked.delete(id));
    }
  }
}

function chunks(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
