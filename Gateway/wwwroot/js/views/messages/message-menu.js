import { onKeys } from '../../dom/keys.js';
import { isOwnWords, textOf } from '../../kinds/kinds.js';
import { words } from '../../text/language.js';
import { openMenu } from '../panels/menu.js';
import { toast } from '../toast.js';

/**
 * The menu of a message: by Enter or the menu key on a message that has the focus, and by the right button on its bubble. Links, selected
 * text and a long touch, which selects, keep the menu of the browser. `messageOf(node)` answers the message that this element belongs to.
 */
export function offerMenu(rows, people, messageOf) {
  rows.addEventListener('contextmenu', event => {
    const { target, clientX, clientY, pointerType } = event;
    const byHand = pointerType !== 'touch' && target.closest('.bubble') && getSelection().isCollapsed && !target.closest('a, button');
    const open = target.parentElement === rows ? show(target) : byHand && show(target, { x: clientX, y: clientY });
    if (open) {
      event.preventDefault();
    }
  });
  onKeys(rows, { Enter: ({ target }) => target.parentElement === rows && show(target) });

  function show(node, point) {
    const message = messageOf(node);
    const items = message ? actionsOn(message) : [];
    if (items.length > 0) {
      openMenu(words.message, items, node.querySelector('.bubble') ?? node, point);
    }
    return items.length > 0;
  }

  function actionsOn(message) {
    // A page over plain http from another host has no clipboard.
    const canCopy = isOwnWords(message) && navigator.clipboard;
    return canCopy ? [{ label: words.copy, act: () => copy(textOf(message, people)) }] : [];
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.copied);
  } catch {
    toast(words.notCopied);
  }
}
