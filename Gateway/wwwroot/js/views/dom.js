import { translate } from '../text/language.js';

/** Makes an element. Children that are strings become text, never markup. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) {
      node[name] = value;
    } else {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** A copy of a template of index.html, in the chosen language: `root` and its elements with `data-part`, by that name. */
export function copyOf(templateId) {
  const root = document.getElementById(templateId).content.firstElementChild.cloneNode(true);
  translate(root);
  const parts = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(node => [node.dataset.part, node]));
  return { root, ...parts };
}

/** Shows a sentence in its place, or hides the place. */
export function say(node, sentence) {
  node.textContent = sentence ?? '';
  node.hidden = !sentence;
}

const rowsOf = new WeakMap();

/**
 * Makes the children of `parent` match `rows` of `{key, version, make, patch}`. A row keeps its node as long as its key is there, and is patched
 * when its version changed. Nodes move only when their order changes. So focus, selection, scroll position and a click that has begun are kept.
 */
export function reconcile(parent, rows) {
  const before = rowsOf.get(parent) ?? new Map();
  const after = new Map();
  let place = parent.firstChild;
  for (const { key, version, make, patch } of rows) {
    const kept = before.get(key);
    const node = kept?.node ?? make();
    if (kept && kept.version !== version) {
      patch(node);
    }
    if (node === place) {
      place = place.nextSibling;
    } else {
      parent.insertBefore(node, place);
    }
    after.set(key, { version, node });
  }
  for (const [key, { node }] of before) {
    if (!after.has(key)) {
      node.remove();
    }
  }
  rowsOf.set(parent, after);
}
