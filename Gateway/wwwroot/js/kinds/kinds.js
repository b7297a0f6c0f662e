import deleted from './deleted.js';
import notice from './notice.js';
import text from './text.js';
import unknown from './unknown.js';

/**
 * Every kind of entry that this page knows, each a module of this folder:
 * `counts` whether it is unread when an older server did not say so; `moves` whether a read position moves over it and onto it;
 * `shape` the row that it is drawn in, 'bubble' or 'line', null when it is no row; `says(message, people)` its text; `isOwnWords(message)` whether
 * that is what its sender wrote; `changesMembers(message, me)` whether the members are to be counted again. `body` draws it in its row:
 * `facts(message, people)` answers a flat record, `make(facts)` a part that is patched when they change (`dom/parts.js`). Of the facts a bubble
 * knows `emoji`, drawn large and without a frame, and `long`, folded until the reader asks for all of it; it adds `room`, which is kept free.
 */
const KINDS = new Map([text, notice].map(kind => [kind.name, kind]));

/** The sender of notices. */
const SERVER = 'server';

const kindOf = ({ kind }) => KINDS.get(kind) ?? unknown;

/** The answer of the server comes first. */
export const countsAsUnread = (message, me) => message.senderId !== me && (message.counts ?? kindOf(message).counts);

/** An entry about another entry moves no position, of whatever kind it is. */
export const movesPosition = message => message.target === undefined && kindOf(message).moves;

/** Whose read position it moves by being there; null for nobody's. */
export const readerBy = message => movesPosition(message) && message.senderId !== SERVER ? message.senderId : null;

export const shapeOf = message => kindOf(message).shape;

export const isShown = message => shapeOf(message) !== null;

export const isDeleted = ({ overlay }) => overlay?.redactedBy !== undefined;

export const isOwnWords = message => !isDeleted(message) && kindOf(message).isOwnWords(message);

export const changesMembers = (message, me) => kindOf(message).changesMembers?.(message, me) ?? false;

/** What it says as people see it, whatever its kind. */
export const textOf = (message, people) => (isDeleted(message) ? deleted : kindOf(message)).says(message, people);

/** What draws it: `{facts, make}`. */
export const bodyOf = message => (isDeleted(message) ? deleted : kindOf(message)).body;
