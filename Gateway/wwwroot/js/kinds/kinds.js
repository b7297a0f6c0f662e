import deleted from './deleted.js';
import erase from './erase.js';
import notice from './notice.js';
import text from './text.js';
import unknown from './unknown.js';

/**
 * An entry of a conversation as the server writes it, and as the overlay over it has changed it.
 * @typedef {object} Message
 * @property {number} seq
 * @property {string} messageId
 * @property {string} clientMessageId
 * @property {string} senderId
 * @property {string} kind
 * @property {Record<string, any>} content
 * @property {string} sentAt
 * @property {boolean} [counts] absent from an older server
 * @property {number} [target] the entry that it is about
 * @property {Overlay} [overlay]
 * @property {string} [editedAt]
 * @property {string[]} [mentions]
 *
 * The effect of later entries on one entry. Of two overlays the one with the higher `overlaySeq` counts.
 * @typedef {{overlaySeq: number, content?: Record<string, any>, editedAt?: string, redactedBy?: string}} Overlay
 *
 * The names that a text of a kind needs.
 * @typedef {Record<'subject' | 'object' | 'label' | 'name', (userId: string) => string>} Names
 *
 * @typedef {import('../dom/parts.js').Part} Part
 *
 * A kind of entry: see `KINDS`.
 * @typedef {object} Kind
 * @property {string} name
 * @property {boolean} counts
 * @property {boolean} moves
 * @property {'bubble' | 'line' | null} shape
 * @property {(message: Message) => boolean} isOwnWords
 * @property {(message: Message, people: Names) => string} says
 * @property {?{facts(message: Message, people: Names): Record<string, any>, make(facts: any): Part}} body null for what is no row
 * @property {(message: Message, me: string) => boolean} [changesMembers]
 */

/**
 * Every kind of entry that this page knows, each a module of this folder: `counts` whether it is unread when an older server did not say
 * so; `moves` whether a read position moves over it and onto it; `shape` the row that it is drawn in, 'bubble' or 'line', null when it is
 * no row; `says(message, people)` its text; `isOwnWords(message)` whether that is what its sender wrote; `changesMembers(message, me)`
 * whether the members are to be counted again. `body` draws it in its row: `facts(message, people)` answers a flat record, `make(facts)` a
 * part that is patched when they change (`dom/parts.js`). Of the facts a bubble knows `emoji`, drawn large and without a frame, and `long`,
 * folded until the reader asks for all of it; it adds `room`, which is kept free.
 */
/** @type {Map<string, Kind>} */
const KINDS = new Map([text, notice, erase].map(kind => [kind.name, kind]));

/** The sender of notices. */
const SERVER = 'server';

/** @param {{kind: string}} message */
const kindOf = ({ kind }) => KINDS.get(kind) ?? unknown;

/** The answer of the server comes first. @type {(message: Message, me: string) => boolean} */
export const countsAsUnread = (message, me) => message.senderId !== me && (message.counts ?? kindOf(message).counts);

/** An entry about another entry moves no position, of whatever kind it is. @type {(message: Message) => boolean} */
export const movesPosition = message => message.target === undefined && kindOf(message).moves;

/** The user whose read position it moves; null for none. @type {(message: Message) => ?string} */
export const readerBy = message => movesPosition(message) && message.senderId !== SERVER ? message.senderId : null;

/** @param {{kind: string}} message */
export const shapeOf = message => kindOf(message).shape;

/** @param {{kind: string}} message */
export const isShown = message => shapeOf(message) !== null;

/** @param {{overlay?: Overlay}} message */
export const isDeleted = ({ overlay }) => overlay?.redactedBy !== undefined;

/** @type {(message: Message) => boolean} */
export const isOwnWords = message => !isDeleted(message) && kindOf(message).isOwnWords(message);

/** @type {(message: Message, me: string) => boolean} */
export const changesMembers = (message, me) => kindOf(message).changesMembers?.(message, me) ?? false;

/** Its text for people, for any kind. @type {(message: Message, people: Names) => string} */
export const textOf = (message, people) => (isDeleted(message) ? deleted : kindOf(message)).says(message, people);

/** The module that draws it: `{facts, make}`. @type {(message: Message) => Kind['body']} */
export const bodyOf = message => (isDeleted(message) ? deleted : kindOf(message)).body;
