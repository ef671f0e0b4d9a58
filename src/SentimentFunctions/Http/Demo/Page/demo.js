// Connects the two halves of the page, and asks for the function key if the app needs one.

import { useKey } from './api.js';
import { startFile } from './file.js';
import { startSingle } from './single.js';

const form = document.getElementById('key-form');
const key = document.getElementById('key');

function askForKey(reason) {
  if ((reason.status !== 401 && reason.status !== 403) || !form.hidden) return;
  form.hidden = false;
  if (document.activeElement.matches('#text, #search')) return; // The user is typing there.
  key.focus();
  key.select(); // A key that was refused is typed over.
}

const single = startSingle(askForKey);

startFile(text => {
  single.show(text);
  const box = document.getElementById('text');
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: 'center' });
}, askForKey);

// A header takes nothing but these characters, and a key has no others.
key.addEventListener('input', () => key.setCustomValidity(/[^ -~]/.test(key.value.trim())
  ? 'A function key has only ASCII letters, digits and signs. Copy it again.' : ''));

form.addEventListener('submit', event => {
  event.preventDefault();
  useKey(key.value.trim());
  form.hidden = true;
  single.update();
});
