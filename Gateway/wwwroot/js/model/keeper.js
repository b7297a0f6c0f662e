import { host } from '../base/host.js';
import { coalesced } from '../base/timing.js';
import { newer } from './overlays.js';

const SAVE_MS = 1000;
/** Of one conversation, in entries and in characters. */
const MOST_ENTRIES = 500;
const MOST_LETTERS = 256 * 1024;
/** Beyond these only the row of the list is kept. */
const MOST_CONVERSATIONS = 200;

/**
 * Keeps what was loaded for reading without a connection, and so that a visit begins where the last one ended: one record
 * for each conversation, with its newest entries. Several tabs write; a record never goes back, and the cursor of Sync is
 * stored with the records that it stands for, so the oldest cursor among the tabs is as good as the newest.
 */
export class Keeper {
  #database;
  #store;
  #people;
  #sync;
  #changed = new Set();
  #removed = new Set();
  #reset = new Set();
  #save = coalesced(() => this.flush(), SAVE_MS);

  constructor({ database, store, people, sync }) {
    this.#database = database;
    this.#store = store;
    this.#people = people;
    this.#sync = sync;
    const note = ({ id }) => {
      this.#changed.add(id);
      this.#save();
    };
    store.on('changed', note);
    store.on('loaded', note);
    store.on('removed', ({ id }) => {
      this.#removed.add(id);
      this.#save();
    });
    store.on('reset', conversation => {
      this.#reset.add(conversation.id);
      note(conversation);
    });
    people.on('changed', this.#save);
    sync.on('done', this.#save);
    sync.on('reset', () => database.write(['conversations', 'facts'], stores => Object.values(stores).forEach(kept => kept.clear())).catch(() => {}));
    host.on('visibilitychange', () => host.isHidden() && this.flush());
  }

  async load() {
    const [conversations, facts] = await Promise.all([this.#database.all('conversations'), this.#database.all('facts')]);
    const { cursor, people } = Object.fromEntries(facts.map(({ name, value }) => [name, value]));
    this.#people.restore(people ?? []);
    for (const saved of this.#slim(conversations)) {
      this.#store.ensure(saved.id, saved.high).restore(saved);
    }
    this.#sync.restore(cursor);
  }

  /** If the database fails, nothing is stored, and the page works from the server alone. */
  async flush() {
    const changed = [...this.#changed].map(id => this.#store.get(id)).filter(Boolean).map(held => held.saved(newest(held.log.entries)));
    const removed = [...this.#removed].filter(id => !this.#store.get(id)).concat(...this.#reset);
    this.#changed.clear();
    this.#removed.clear();
    this.#reset.clear();
    await this.#database.write(['conversations', 'facts'], ({ conversations, facts }) => {
      removed.forEach(id => conversations.delete(id));
      changed.forEach(record => keep(conversations, record));
      facts.put({ name: 'cursor', value: this.#sync.cursor });
      facts.put({ name: 'people', value: this.#people.saved });
    }).catch(() => {});
  }

  /** Once a visit, conversations far down the list drop their entries. */
  #slim(conversations) {
    const dateOf = ({ lastMessage, openedHere }) => lastMessage?.sentAt ?? (openedHere || '');
    const byDate = conversations.toSorted((a, b) => dateOf(a) < dateOf(b) ? 1 : -1);
    const slim = byDate.slice(MOST_CONVERSATIONS).filter(({ entries }) => entries.length > 0).map(record => Object.assign(record, { entries: [] }));
    this.#database.write(['conversations'], stores => slim.forEach(record => stores.conversations.put(record))).catch(() => {});
    return byDate;
  }
}

function newest(entries) {
  let letters = 0;
  const first = entries.findLastIndex(({ content }) => (letters += content?.text?.length ?? 0) > MOST_LETTERS);
  return entries.slice(Math.max(first + 1, entries.length - MOST_ENTRIES));
}

/** Unless another tab is further. */
function keep(conversations, record) {
  conversations.change(record.id, held => {
    const further = held && (held.high > record.high || held.high === record.high && held.readUpTo > record.readUpTo);
    if (further) {
      return undefined;
    }
    const longer = held?.high === record.high && held.entries.length > record.entries.length;
    return longer ? { ...record, entries: merged(held.entries, record.entries) } : record;
  });
}

/** An entry that is deleted in one of them does not come back from another. */
function merged(entries, others) {
  const known = new Map(others.map(entry => [entry.seq, entry]));
  return entries.map(entry => newer(entry, known.get(entry.seq)));
}
