/**
 * A part of the page is made once and then patched: a function makes it from its facts and answers `{node, update(facts)}`. Facts are a
 * flat record; what they do not change keeps its elements, and with them focus, selection, an open menu and what is playing.
 * @typedef {{node: HTMLElement, update(facts: any): void}} Part
 */

/**
 * Answers a function that runs `paint(facts, before)` for facts that differ from those of its last run, and for no others.
 * @template F
 * @param {(facts: F, before: F | undefined) => unknown} paint
 * @returns {(facts: F) => void}
 */
export function patched(paint) {
  /** @type {F | undefined} */
  let shown;
  return facts => {
    if (!same(shown, facts)) {
      const before = shown;
      shown = facts;
      paint(facts, before);
    }
  };
}

/**
 * Whether two flat records say the same.
 * @param {any} one
 * @param {any} other
 */
export function same(one, other) {
  if (!one || !other || typeof one !== 'object' || typeof other !== 'object') {
    return Object.is(one, other);
  }
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every(name => Object.is(one[name], other[name]));
}

/**
 * Places for at most one child each, in this order, within `parent`. Answers `put(name, node)`; null empties the place.
 * @param {HTMLElement} parent
 * @param {string[]} names
 * @returns {(name: string, node: ?HTMLElement) => void}
 */
export function slots(parent, ...names) {
  /** @type {Map<string, ?HTMLElement>} */
  const held = new Map();
  return function put(name, node) {
    const before = held.get(name) ?? null;
    if (before === node) {
      return;
    }
    before?.remove();
    held.set(name, node);
    if (node) {
      const behind = names.slice(names.indexOf(name) + 1).map(other => held.get(other)).find(Boolean);
      parent.insertBefore(node, behind ?? null);
    }
  };
}

/** @type {WeakMap<HTMLElement, Map<string, Part>>} */
const partsOf = new WeakMap();

/**
 * Makes the children of `parent` match `rows` of `{key, facts, make}`. A row keeps its part as long as its key is there; the part decides
 * what its facts change. Nodes move only when their order changes: moving one takes focus and selection from it.
 * @param {HTMLElement} parent
 * @param {{key: string, facts: any, make(facts: any): Part}[]} rows
 */
export function reconcile(parent, rows) {
  const before = partsOf.get(parent) ?? new Map();
  /** @type {Map<string, Part>} */
  const after = new Map();
  for (const { key, facts, make } of rows) {
    const kept = before.get(key);
    kept?.update(facts);
    after.set(key, kept ?? make(facts));
  }
  // Before the others are placed: a row that goes would make each row behind it move.
  before.forEach(({ node }, key) => after.has(key) || node.remove());
  /** @type {?ChildNode} */
  let place = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(node, place);
    }
  }
  partsOf.set(parent, after);
}
