const TINTS = 8;
const firstLetters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Turns a node into the round mark of a person or group: first letter, and a colour that stays with the id. */
export function paintAvatar(node, id, name) {
  node.classList.add('avatar', tintOf(id));
  node.setAttribute('aria-hidden', 'true');
  node.textContent = firstLetters.segment(name.trim() || '?')[Symbol.iterator]().next().value.segment.toUpperCase();
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
