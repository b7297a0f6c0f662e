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

/** Shows a sentence in its place, or hides the place. */
export function say(node, sentence) {
  node.textContent = sentence ?? '';
  node.hidden = !sentence;
}
