import { say } from './dom.js';

const MOST_BYTES = 16 * 1024;
const encoder = new TextEncoder();

/** Where one writes: Enter sends, Shift+Enter makes a new line. Returns what closes it. */
export function showComposer({ composer, draft, error }, client, { id }) {
  draft.value = client.drafts.get(id) ?? '';
  fit();
  if (matchMedia('(hover: hover)').matches) {
    draft.focus();
  }

  draft.oninput = () => {
    fit();
    say(error);
    if (draft.value.trim()) {
      client.typing.say(id);
    }
  };
  draft.onkeydown = event => {
    // While an input method composes, as for Chinese, Enter chooses a word.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  };
  composer.onsubmit = event => {
    event.preventDefault();
    send();
    draft.focus();
  };

  return () => client.drafts.set(id, draft.value);

  function send() {
    const text = draft.value.trim();
    if (!text) {
      return;
    }
    if (encoder.encode(text).length > MOST_BYTES) {
      say(error, 'This message is too long. Split it into shorter ones.');
      return;
    }
    try {
      client.outbox.post(id, text);
    } catch {
      say(error, 'This browser cannot keep the message: its storage is full. Free some space and try again.');
      return;
    }
    draft.value = '';
    fit();
  }

  /** As high as its text; the style sheet sets the most. */
  function fit() {
    draft.rows = Math.min(8, draft.value.split('\n').length);
  }
}
