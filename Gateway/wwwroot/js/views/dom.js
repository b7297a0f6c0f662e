import { translate } from '../text/language.js';

export { el, say } from '../dom/el.js';

/** A copy of a template of index.html, in the chosen language: `root` and its elements with `data-part`, by that name. */
export function copyOf(templateId) {
  const root = document.getElementById(templateId).content.firstElementChild.cloneNode(true);
  translate(root);
  const parts = Object.fromEntries([...root.querySelectorAll('[data-part]')].map(node => [node.dataset.part, node]));
  return { root, ...parts };
}
