/** Where an address can begin. Letters in front of it would make another word of it: "awww...". Chinese has no spaces in front of it. */
const START = /(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])(?:https?:\/\/|mailto:)|(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{M}\p{N}_.@/:-])www\./giu;
/**
 * An address ends at blanks, at marks that cannot be seen, at quotes, and at the punctuation of other scripts, full-width as in Chinese:
 * only that of ASCII can be part of it. The middle dot stands in Chinese and Catalan names.
 */
const END = /[\s<>"`\p{Cc}\p{Cf}\p{Co}\u2014\u2015\u301c\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]|(?![\u0021-\u007e\u00b7])[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}]/u;
/** Belongs to the sentence, not to the address. */
const TRAILING = /[.,:;!?'*]/;
const CLOSER_OF = { '(': ')', '[': ']', '{': '}' };
const OPENER_OF = { ')': '(', ']': '[', '}': '{' };

const LABEL = '[\\p{L}\\p{M}\\p{N}_-]{1,63}';
const HOST = new RegExp(`\\[[0-9a-f:.]{2,45}\\]|${LABEL}(?:\\.${LABEL})*`, 'iuy');
const MAIL = new RegExp(`[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@${LABEL}(?:\\.${LABEL})+`, 'iuy');
const PORT = /:\d{1,5}(?!\d)/y;
const USER = /[^/?#\s]{0,300}@/y;
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** Scripts whose letters cannot be mistaken for Latin ones. */
const DISTINCT = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Arabic', 'Hebrew', 'Devanagari', 'Tamil', 'Bengali', 'Georgian', 'Ethiopic']
  .map(script => `\\p{Script=${script}}`).join('');
const ONLY_DISTINCT = new RegExp(`^[0-9${DISTINCT}-]+$`, 'u');
/** Latin, with the letters of western Europe and full-width ones; Chinese can stand among them, but for strokes that look like a dash or a slash. */
const LATIN = /^(?:[a-z0-9_\u00df-\u00f6\u00f8-\u00ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a-]|(?![一丨丶丿亅])\p{Script=Han})*$/iu;
/** Words of these scripts can be made of letters that look like Latin ones only. */
const ONLY_CYRILLIC = /^(?=.*[^0-9асԁеһіјӏорԛѕԝхуьҽпгѵѡ-])[0-9\p{Script=Cyrillic}-]+$/iu;
const ONLY_GREEK = /^(?=.*[^0-9αγηικνορτυχωϲϳ-])[0-9\p{Script=Greek}-]+$/iu;
/** "example.com谢谢": the name has ended. */
const LATIN_BEFORE_OTHERS = new RegExp(`[a-z0-9-]*[a-z0-9](?=[${DISTINCT}])[^.]*$`, 'iu');

/**
 * Cuts text into `{text}` and `{text, href}`: only addresses that lead where they say become links. The shown text is the written one.
 * It takes each character a bounded number of times, whatever the text.
 */
export function linked(text) {
  const parts = [];
  let partners;
  let end = 0;
  START.lastIndex = 0;
  for (let found; (found = START.exec(text)); ) {
    partners ??= partnersIn(text);
    const { link, behind } = linkAt(text, found.index, found[0], partners);
    if (link) {
      parts.push({ text: text.slice(end, found.index) }, link);
      end = behind;
    }
    START.lastIndex = behind;
  }
  parts.push({ text: text.slice(end) });
  return parts.filter(part => part.text !== '');
}

/** The link that begins here, if it is one, and where to look for the next. */
function linkAt(text, start, prefix, partners) {
  const isMail = /^mailto:$/i.test(prefix);
  const nameAt = /^www\.$/i.test(prefix) ? start : start + prefix.length;
  const name = take(isMail ? MAIL : HOST, text, nameAt);
  if (!name) {
    return { behind: start + prefix.length };
  }
  // https://bank.example@elsewhere.example looks like the bank and leads elsewhere.
  const user = isMail ? '' : take(USER, text, nameAt);
  if (user) {
    return { behind: nameAt + user.length };
  }
  const short = shortened(name);
  const tail = nameAt + short.length + take(PORT, text, nameAt + short.length).length;
  const more = short === name && /[/?#]/.test(text[tail] ?? '');
  const behind = more ? withoutTrailing(text, tail, endOf(text, start, tail, partners)) : tail;
  return { link: linkOf(text.slice(start, behind), short), behind };
}

function take(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function shortened(name) {
  const { index, 0: last } = LATIN_BEFORE_OTHERS.exec(name) ?? {};
  return last === undefined || ONLY_DISTINCT.test(last) ? name : name.slice(0, index) + /^[a-z0-9-]*[a-z0-9]/i.exec(last)?.[0];
}

/** A bracket belongs to the address only together with its partner. A quote in front of the address ends it. */
function endOf(text, start, from, partners) {
  const quoted = text[start - 1] === '\'';
  let at = from;
  for (; at < text.length && !endsAt(text, at); at++) {
    const partner = partners.get(at);
    const alone = text[at] in CLOSER_OF && partner === undefined || text[at] in OPENER_OF && !(partner > start);
    if (alone || quoted && text[at] === '\'') {
      break;
    }
  }
  return at;
}

/** A character outside the basic plane counts by its first half. */
function endsAt(text, at) {
  return END.test(String.fromCodePoint(text.codePointAt(at)));
}

function withoutTrailing(text, from, to) {
  let end = to;
  while (end > from && TRAILING.test(text[end - 1])) {
    end--;
  }
  return end;
}

/** Each bracket's other one, by place, unless an address ends between them. */
function partnersIn(text) {
  const partners = new Map();
  let open = { '(': [], '[': [], '{': [] };
  for (let at = 0; at < text.length; at++) {
    if (text[at] in open) {
      open[text[at]].push(at);
    } else if (text[at] in OPENER_OF) {
      const partner = open[OPENER_OF[text[at]]].pop();
      if (partner !== undefined) {
        partners.set(at, partner).set(partner, at);
      }
    } else if (endsAt(text, at)) {
      open = { '(': [], '[': [], '{': [] };
    }
  }
  return partners;
}

function linkOf(written, name) {
  const url = URL.parse(/^www\./i.test(written) ? `https://${written}` : written);
  if (!url || !SCHEMES.has(url.protocol)) {
    return null;
  }
  if (url.protocol === 'mailto:') {
    return { text: written, href: url.href };
  }
  return url.hostname.includes('.') || url.hostname === 'localhost' || url.hostname.startsWith('[')
    ? { text: honest(written, name, url), href: url.href }
    : null;
}

/** A host whose letters can be taken for others is shown as it is looked up: xn--80ak6aa92e.com, not what it imitates. */
function honest(written, host, url) {
  const plain = host.startsWith('[') || host.split('.').every(label =>
    LATIN.test(label) || ONLY_DISTINCT.test(label) || ONLY_CYRILLIC.test(label) || ONLY_GREEK.test(label));
  return plain ? written : written.replace(host, url.hostname);
}
