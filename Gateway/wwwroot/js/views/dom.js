import { translate } from '../text/language.js';

export { el, say } from '../dom/el.js';

/**
 * A copy of a template of index.html, in the chosen language: `root` and its elements with `data-part`, by that name.
 * @param {string} templateId
 * @returns {{root: HTMLElement} & Record<string, any>}
 */
export function copyOf(templateId) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(templateId));
  const root = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  translate(root);
  /** @type {Record<string, any>} */
  const parts = {};
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-part]'))) {
    parts[node.dataset.part ?? ''] = node;
  }
  return { root, ...parts };
}
