import { isShown } from '../kinds/kinds.js';

/**
 * An entry under its overlay, which says all that later entries did to it: edited content takes the place of the content, and of what was
 * deleted nothing is left. An overlay gives way only to one with a higher `overlaySeq`.
 * @param {import('../kinds/kinds.js').Overlay | undefined} overlay
 * @param {import('../kinds/kinds.js').Message} message
 * @returns {import('../kinds/kinds.js').Message}
 */
export function under(overlay, message) {
  if (!overlay || overlay.overlaySeq <= (message.overlay?.overlaySeq ?? 0)) {
    return message;
  }
  const { content = message.content, editedAt = message.editedAt, redactedBy } = overlay;
  return redactedBy
    ? { ...message, overlay, content: {}, editedAt: undefined, mentions: undefined }
    : { ...message, overlay, content, editedAt };
}

/**
 * An entry as it came, which carries its own overlay, or, with a target, that of its target.
 * @param {import('../kinds/kinds.js').Message} message
 * @returns {import('../kinds/kinds.js').Message}
 */
export function received(message) {
  const { overlay, ...bare } = message;
  return overlay && message.target === undefined ? under(overlay, bare) : message;
}

/**
 * The part of an entry that is held after it took effect: the effect is held with its target, and must not outlive a deletion here.
 * @param {import('../kinds/kinds.js').Message} message
 * @returns {import('../kinds/kinds.js').Message}
 */
export function kept(message) {
  const { overlay, ...bare } = message;
  return message.target === undefined ? message : isShown(message) ? bare : { ...bare, content: {} };
}

/**
 * Of two copies of one entry, the one with the newer overlay.
 * @param {import('../kinds/kinds.js').Message} one
 * @param {import('../kinds/kinds.js').Message} [other]
 * @returns {import('../kinds/kinds.js').Message}
 */
export function newer(one, other) {
  return other && (other.overlay?.overlaySeq ?? 0) > (one.overlay?.overlaySeq ?? 0) ? other : one;
}
