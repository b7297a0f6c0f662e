/** A link ends where a browser's address would, and at any mark that cannot be seen. */
const CANDIDATE = /(?:https?:\/\/|mailto:|www\.)[^\s<>"'`\p{Cc}\p{Cf}]+/giu;
const TRAILING = /[.,:;!?…。，、：；！？)\]}）】」』》]+$/u;
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);
/** Scripts whose letters nobody takes for Latin ones. */
const DISTINCT = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Arabic', 'Hebrew', 'Devanagari', 'Tamil', 'Bengali', 'Georgian', 'Ethiopic'];
const ONLY_DISTINCT = new RegExp(`^(?:[0-9-]|${DISTINCT.map(script => `\\p{Script=${script}}`).join('|')})+$`, 'u');

/** Cuts text into `{text}` and `{text, href}`: only addresses that lead where they say become links. */
export function linked(text) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
    const written = withoutTrailing(found);
    const link = linkOf(written);
    if (link) {
      parts.push({ text: text.slice(end, index) }, link);
      end = index + written.length;
    }
  }
  parts.push({ text: text.slice(end) });
  return parts.filter(part => part.text !== '');
}

/** A full stop belongs to the sentence; a closing bracket to the address only if it was opened there. */
function withoutTrailing(found) {
  const marks = TRAILING.exec(found)?.[0] ?? '';
  const opened = found.includes('(') && marks.startsWith(')');
  return found.slice(0, found.length - marks.length + (opened ? 1 : 0));
}

function linkOf(written) {
  const url = URL.parse(/^www\./i.test(written) ? `https://${written}` : written);
  // https://bank.example@elsewhere.example is a lie about where it leads.
  if (!url || !SCHEMES.has(url.protocol) || url.username || url.password) {
    return null;
  }
  if (url.protocol === 'mailto:') {
    return { text: written, href: url.href };
  }
  return url.hostname.includes('.') || url.hostname === 'localhost' || url.hostname.startsWith('[')
    ? { text: honest(written, url), href: url.href }
    : null;
}

/** A host whose letters can be taken for others is shown as it is looked up: xn--80ak6aa92e.com, not what it imitates. */
function honest(written, url) {
  const host = /^(?:https?:\/\/)?([^/?#:]+)/iu.exec(written)[1];
  const plain = host.split('.').every(label => /^[a-z0-9_-]*$/i.test(label) || ONLY_DISTINCT.test(label));
  return plain ? written : written.replace(host, url.hostname);
}
