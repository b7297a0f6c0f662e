import { say } from '../../dom/el.js';
import { isTouch, onKeys } from '../../dom/keys.js';
import { weightOf } from '../../model/draft.js';
import { limits } from '../../net/limits.js';
import { isVisible } from '../../text/clean.js';
import { words } from '../../text/language.js';

/** @import { Client } from '../../model/client.js' */
/** @import { Conversation } from '../../model/conversation.js' */

/**
 * The field for a new message: Enter sends, Shift+Enter makes a new line. On a phone Enter makes a new line. Returns what closes it.
 * @param {Record<string, any>} parts `composer`, its field `draft`, and `error` for a sentence
 * @param {Client} client
 * @param {Conversation} conversation
 */
export function showComposer({ composer, draft, error }, client, { id }) {
  draft.value = client.drafts.of(id);
  fit();
  draft.enterKeyHint = isTouch() ? 'enter' : 'send';
  if (!isTouch()) {
    draft.focus();
  }

  draft.oninput = () => {
    keep();
    say(error);
    if (draft.value.trim()) {
      client.typing.say(id);
    }
  };
  onKeys(draft, {
    Enter: ({ shiftKey, ctrlKey, metaKey }) => ctrlKey || metaKey || !shiftKey && !isTouch() ? void send() : false,
  });
  composer.onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send();
    draft.focus();
  };
  // Another tab goes on writing the same draft.
  return client.drafts.on('changed', changed => {
    if (changed === id && draft.value !== client.drafts.of(id) && document.activeElement !== draft) {
      draft.value = client.drafts.of(id);
      fit();
    }
  });

  async function send() {
    const text = draft.value.trim();
    if (!isVisible(text)) {
      return;
    }
    if (weightOf({ text }) > limits.maxMessageBytes) {
      say(error, words.tooLong);
      return;
    }
    write('');
    try {
      await client.outbox.post(id, text);
    } catch {
      write(text);
      say(error, words.storageFull);
    }
  }

  /** @param {string} text */
  function write(text) {
    draft.value = text;
    keep();
  }

  function keep() {
    client.drafts.set(id, draft.value);
    fit();
  }

  /** As high as its text; the style sheet sets the most. */
  function fit() {
    draft.rows = Math.min(8, draft.value.split('\n').length);
  }
}
