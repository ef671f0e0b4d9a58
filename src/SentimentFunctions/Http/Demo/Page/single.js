// One review: scored while the user types, explained when the user stops.

import { ApiError, pause, percent, positiveLabel, score, titleCase } from './api.js';
import { undecided } from './undecided.js';

const scoreAfter = 150;
const explainAfter = 450;
const byId = id => document.getElementById(id);
// A row of a file may have U+FFFD, which the app would refuse as damage. It ignores U+200B, too, and the words keep their places.
const sent = text => text.replaceAll('\ufffd', '\u200b');

/** Connects the text box with its result; `onError` receives every ApiError. */
export function startSingle(onError) {
  const box = byId('text');
  let current = new AbortController();

  async function update() {
    current.abort(); // The current call is about an older text.
    const { signal } = (current = new AbortController());
    const text = box.value;
    const blank = text.trim() === '';
    byId('single-empty').hidden = !blank;
    byId('single-error').hidden = true;
    if (blank) {
      byId('result').hidden = true;
      return;
    }
    byId('result').classList.add('stale');
    try {
      await pause(scoreAfter, signal);
      const started = performance.now();
      const answer = await score({ text: sent(text) }, signal);
      showScore(text, answer, performance.now() - started);
      await pause(explainAfter - scoreAfter, signal);
      await explain(text, answer, signal);
    } catch (reason) {
      if (reason.name === 'AbortError') return;
      if (!(reason instanceof ApiError)) throw reason;
      byId('result').hidden = true;
      byId('single-error').textContent = reason.message;
      byId('single-error').hidden = false;
      onError(reason);
    }
  }

  /** Shows what each word does. The verdict is right without that, so an error leaves it. */
  async function explain(text, { decidedBy }, signal) {
    try {
      const explained = await score({ text: sent(text), explain: true }, signal);
      if (!signal.aborted) showWords(text, explained, decidedBy);
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      byId('strongest').textContent = `The words could not be weighed: ${reason.message}`;
      onError(reason);
    }
  }

  box.addEventListener('input', update);
  for (const button of document.querySelectorAll('[data-example]'))
    button.addEventListener('click', () => show(button.dataset.example));

  /** Puts a text into the box and scores it. */
  function show(text) {
    box.value = text;
    update();
  }

  update();
  return { show, update };
}

function showScore(text, answer, milliseconds) {
  const positive = positiveLabel(answer.scores);
  byId('single-error').hidden = true; // It may be about an older text.
  byId('result').hidden = false;
  byId('result').classList.remove('stale');
  const verdict = byId('verdict');
  verdict.className = answer.label === undecided ? '' : answer.label === positive ? 'positive-text' : 'negative-text';
  verdict.textContent = verdictOf(answer);
  byId('facts').textContent = `${answer.tokens.toLocaleString('en')} tokens${answer.truncated ? ', cut' : ', all read'} · answered in ${Math.max(1, Math.round(milliseconds))} ms`;
  byId('cut').hidden = !answer.truncated;
  byId('probabilities').replaceChildren(...Object.entries(answer.scores).reverse().flatMap(([label, value]) => bar(label, value, label === positive)));
  byId('words').textContent = text;
  byId('strongest').textContent = '';
}

function verdictOf({ label, score: value, scores }) {
  const [best] = Object.entries(scores).sort((a, b) => b[1] - a[1])[0];
  return label === undecided ? `Undecided (${titleCase(best)}, ${percent(value)})` : `${titleCase(label)}, ${percent(value)}`;
}

function bar(label, value, isPositive) {
  const [name, track, number, fill] = [element('span'), element('span', 'track'), element('span', 'number'), element('span', 'fill')];
  name.textContent = titleCase(label);
  number.textContent = percent(value);
  fill.classList.add(isPositive ? 'positive' : 'negative');
  fill.style.width = `${value * 100}%`;
  track.append(fill);
  return [name, track, number];
}

function showWords(text, answer, decidedBy) {
  const { words, complete } = answer.explanation;
  const strongest = Math.max(...words.map(word => Math.abs(word.influence)), 0.02);
  const parts = [];
  let end = 0;
  for (const { offset, length, influence } of words) {
    const mark = element('mark', influence > 0 ? 'positive' : 'negative');
    mark.textContent = text.slice(offset, offset + length);
    mark.style.setProperty('--strength', (0.5 * Math.abs(influence) / strongest).toFixed(3));
    mark.title = signed(influence);
    parts.push(text.slice(end, offset), mark);
    end = offset + length;
  }
  byId('words').replaceChildren(...parts, text.slice(end));
  const top = words.filter(word => Math.abs(word.influence) >= 0.005)
    .sort((a, b) => Math.abs(b.influence) - Math.abs(a.influence)).slice(0, 5)
    .map(word => `“${shorten(word.text)}” ${signed(word.influence)}`);
  const main = `The words are weighed by the main model, ${answer.decidedBy}, which says ${verdictOf(answer)}. `;
  byId('strongest').textContent = (answer.decidedBy === decidedBy ? '' : main) + (top.length > 0
    ? `Strongest, as change in the positive probability: ${top.join(', ')}.`
    : 'No single word changes the score by itself.') + (complete ? '' : ' Words past the model’s limit are not weighed.');
}

function shorten(text) {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function signed(influence) {
  return `${influence < 0 ? '−' : '+'}${Math.abs(influence).toFixed(2)}`;
}

function element(name, className = '') {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
