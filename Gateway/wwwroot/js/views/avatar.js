import { cleanName } from '../text/clean.js';

const TINTS = 8;
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Turns a node into the round mark of a person or group: first letter, and a colour that stays with the id. */
export function paintAvatar(node, id, name) {
  node.className = `avatar ${tintOf(id)}`;
  node.ariaHidden = 'true';
  node.textContent = letters.segment(cleanName(name))[Symbol.iterator]().next().value.segment.toUpperCase();
  return node;
}

export function avatar(id, name) {
  return paintAvatar(document.createElement('span'), id, name);
}

/** A class, not a style: the content security policy forbids styles in markup. */
export function tintOf(id) {
  let hash = 0;
  for (const letter of id) {
    hash = (hash * 31 + letter.codePointAt(0)) % 997;
  }
  return `tint-${hash % TINTS}`;
}
