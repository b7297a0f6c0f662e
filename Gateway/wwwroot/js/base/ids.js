let lastTime = 0;

/**
 * A UUIDv7: it sorts by time as text, which keeps the server's index and our outbox in order.
 * Time is pushed forward by a millisecond when two are made at once, so that their order is kept too.
 */
export function uuid7() {
  lastTime = Math.max(Date.now(), lastTime + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0, time = lastTime; i < 6; i++, time = Math.floor(time / 256)) {
    bytes[5 - i] = time % 256;
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @param {string} conversationId */
export function isGroup(conversationId) {
  return conversationId.startsWith('g:');
}

/** @param {string} conversationId */
export function groupIdOf(conversationId) {
  return conversationId.slice(2);
}

/**
 * The other person of `d:{a}:{b}`; oneself in a conversation with oneself.
 * @param {string} conversationId
 * @param {string} me
 */
export function peerOf(conversationId, me) {
  const [, a, b] = conversationId.split(':');
  return a === me ? b : a;
}
