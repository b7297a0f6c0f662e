/** Runs within the Orleans dashboard, before its own script does. */
import { words } from './words.js';

// It would lead to nothing: the log is not streamed to browsers.
window.hideTrace = true;

const back = document.createElement('a');
back.href = new URL('./', import.meta.url).href;
back.className = 'd-block p-3';
back.id = 'operators';
back.textContent = `← ${words.pages}`;
document.querySelector('.sidebar nav').append(back);
