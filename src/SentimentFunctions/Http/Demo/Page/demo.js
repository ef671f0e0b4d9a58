// Connects the two halves of the page, and asks for the function key if the app needs one.

import { useKey } from './api.js';
import { startFile } from './file.js';
import { startSingle } from './single.js';

const form = document.getElementById('key-form');

function askForKey(reason) {
  if (reason.status !== 401 && reason.status !== 403) return;
  form.hidden = false;
  document.getElementById('key').focus();
}

const single = startSingle(askForKey);

startFile(text => {
  single.show(text);
  const box = document.getElementById('text');
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: 'center' });
}, askForKey);

form.addEventListener('submit', event => {
  event.preventDefault();
  useKey(document.getElementById('key').value.trim());
  form.hidden = true;
  single.update();
});
