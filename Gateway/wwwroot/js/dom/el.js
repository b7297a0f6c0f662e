/**
 * Makes an element. Children that are strings become text, never markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} properties
 * @param {(Node | string | null | undefined)[]} children
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) {
      Object.assign(node, { [name]: value });
    } else {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/**
 * Shows a sentence in its place, or hides the place.
 * @param {HTMLElement} node
 * @param {?string} [sentence]
 */
export function say(node, sentence) {
  node.textContent = sentence ?? '';
  node.hidden = !sentence;
}
