// A file: chosen or dropped, scored in batches that can be cancelled, shown, and downloaded.

import { titleCase } from './api.js';
import { readTable, writeTable } from './csv.js';
import { unpack } from './encoding.js';
import { drawHistogram } from './histogram.js';
import { Scorer } from './scorer.js';
import { RowTable } from './table.js';
import { decide, startThreshold } from './undecided.js';

const largest = 200_000_000;
const redrawAfter = 700;
const byId = id => document.getElementById(id);
const count = number => number.toLocaleString('en');

/** Connects the drop zone with everything below it; `onPick` receives the text of a row, `onError` every error of the app. */
export function startFile(onPick, onError) {
  const table = new RowTable(byId('rows'), onPick);
  let file; // { name, bytes, note } and what readTable returns
  let scorers; // By column, so that the results of one stay while another is looked at.
  let scorer;
  let running; // The AbortController of the current run.
  let opening; // Identifies the file that was chosen last: of two, the first may be read more slowly.
  let label = 'all';
  let search = '';
  let threshold = 0;
  const decided = () => (threshold > 0 ? scorer.results.map(result => decide(result, threshold)) : scorer.results);

  /** Reads the first of these files. The one before stays, and is still scored, until the new one is known to be good. */
  async function open(files) {
    const [chosen] = files;
    const mine = (opening = {});
    const note = files.length > 1 ? ` (only this one of ${count(files.length)} files is used)` : '';
    byId('file-error').hidden = true;
    let next;
    try {
      if (chosen.size > largest) throw new Error(`The file has ${count(chosen.size)} bytes; this page takes up to ${count(largest)}. Upload it to the blob container instead.`);
      const bytes = await unpack(await bytesOf(chosen), largest);
      if (opening !== mine) return;
      next = { name: chosen.name, bytes, note, ...readTable(chosen.name, bytes) };
      if (next.column >= 0 && next.rows.length === 0) throw new Error('The file has a header but no rows.');
    } catch (reason) {
      // The name, because the results below may be those of another file.
      if (opening === mine) fail(new Error(`${chosen.name} could not be read: ${reason.message}`));
      return;
    }
    file = next;
    scorers = new Map();
    byId('file-error').hidden = true; // The run of the file before may have failed meanwhile.
    byId('file-panel').hidden = false;
    const ask = new Option('Choose the column…', '-1');
    byId('column').replaceChildren(...(file.column < 0 ? [ask] : []), ...file.columns.map((name, i) => new Option(name || `Column ${i + 1}`, String(i))));
    byId('column').value = String(file.column);
    show();
    if (scorer) run();
  }

  function choose() {
    byId('file-error').hidden = true;
    try {
      const chosen = Number(byId('column').value);
      file = { ...file, ...readTable(file.name, file.bytes, chosen < 0 ? undefined : chosen) };
    } catch (reason) {
      file.column = -1;
      fail(reason);
    }
    show();
  }

  function show() {
    stop();
    byId('file-name').textContent = `${file.name}${file.column < 0 ? '' : `: ${count(file.rows.length)} rows`}${file.note}`;
    if (file.column >= 0 && !scorers.has(file.column)) {
      scorers.set(file.column, new Scorer(file.rows.map(row => row.text), file.rows.map(row => row.error && { error: row.error })));
    }
    scorer = scorers.get(file.column);
    byId('outcome').hidden = !scorer;
    byId('run').disabled = !scorer;
    byId('file-status').textContent = '';
    [label, search, byId('search').value] = ['all', '', ''];
    refresh();
    if (scorer) {
      showProgress(scorer);
    } else {
      showNoProgress();
      byId('column').focus();
    }
  }

  /** Ends the run of an older file or column, which then shows nothing more. */
  function stop() {
    running?.abort();
    running = undefined;
  }

  async function run() {
    const mine = (running = new AbortController());
    const ours = scorer;
    byId('file-error').hidden = true;
    const [started, before] = [performance.now(), ours.done];
    let timer = setTimeout(redraw, redrawAfter);
    const pace = () => showProgress(ours, (ours.done - before) / ((performance.now() - started) / 1000));
    pace();
    try {
      await ours.run(mine.signal, () => running === mine && pace());
    } catch (reason) {
      if (reason.name !== 'AbortError' && running === mine) fail(reason);
    } finally {
      clearTimeout(timer);
      if (running === mine) {
        running = undefined;
        showProgress(ours);
        refresh(true);
        byId('file-status').textContent = `${ours.done === ours.texts.length ? 'Done' : 'Stopped'}: ${count(ours.done)} of ${count(ours.texts.length)} rows scored.`;
      }
    }

    /** Redraws again and again. Millions of rows take long to redraw, so the pauses grow with that and leave most of the time free. */
    function redraw() {
      const began = performance.now();
      refresh();
      timer = setTimeout(redraw, Math.max(redrawAfter, 5 * (performance.now() - began)));
    }
  }

  function showProgress(ours, rowsPerSecond) {
    const total = ours.texts.length;
    byId('progress').max = total;
    byId('progress').value = ours.done;
    const left = running && ours.isBusy ? ' · the app is busy, waiting'
      : rowsPerSecond > 0 ? ` · ${count(Math.round(rowsPerSecond))} rows/s · ${duration((total - ours.done) / rowsPerSecond)} left` : '';
    byId('progress-text').textContent = `${count(ours.done)} of ${count(total)} rows${left}`;
    const isFocused = document.activeElement === byId('run');
    const hasResults = ours.model !== null || ours.done === total;
    write(byId('run'), running ? 'Cancel' : hasResults ? 'Continue' : 'Score');
    byId('run').hidden = !running && ours.done === total;
    byId('download').hidden = running !== undefined || !hasResults;
    if (isFocused && byId('run').hidden) byId('download').focus({ preventScroll: true }); // A hidden button loses the focus.
    if (ours.model) byId('model').textContent = `Model: ${ours.model.name}, at most ${ours.model.maxTokens} tokens, SHA-256 ${ours.model.sha256.slice(0, 12)}…`;
  }

  function showNoProgress() {
    byId('progress').value = 0;
    byId('progress-text').textContent = '';
    byId('run').textContent = 'Score';
    byId('run').hidden = false;
    byId('download').hidden = true;
  }

  /** Shows what is scored so far. The rows are sorted again only if `sorts`, because that takes long. */
  function refresh(sorts = false) {
    if (!scorer) return;
    const { texts } = scorer;
    const results = decided();
    drawHistogram(byId('histogram'), results);
    showLabels(results);
    const wanted = i => (label === 'all' || kind(results[i]) === label) && (search === '' || table.lowered()[i].includes(search));
    byId('shown').setAttribute('aria-live', running ? 'off' : 'polite'); // The numbers of a run in progress are not worth reading aloud.
    write(byId('shown'), `${count(table.show(texts, results, wanted, sorts))} rows shown. Choose one to see its words above.`);
  }

  function showLabels(results) {
    const counts = new Map([['all', results.length]]);
    for (const result of results) if (result) counts.set(kind(result), (counts.get(kind(result)) ?? 0) + 1);
    if (!counts.has(label)) counts.set(label, 0);
    const names = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
    const box = byId('labels');
    while (box.children.length < names.length) box.append(labelButton());
    while (box.children.length > names.length) box.lastChild.remove();
    names.forEach((name, i) => {
      box.children[i].dataset.label = name;
      write(box.children[i], `${name === 'error' ? 'Errors' : titleCase(name)} ${count(counts.get(name))}`);
      box.children[i].setAttribute('aria-pressed', String(name === label));
    });
  }

  function labelButton() {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => {
      label = button.dataset.label;
      byId('rows').scrollTop = 0;
      refresh();
    });
    return button;
  }

  function fail(reason) {
    byId('file-error').textContent = reason.message;
    byId('file-error').hidden = false;
    onError(reason);
  }

  function download() {
    const link = document.createElement('a');
    link.download = scoredName(file);
    const type = file.isJsonLines ? 'application/jsonl' : `text/${link.download.endsWith('.csv') ? 'csv' : 'tab-separated-values'};charset=utf-8`;
    link.href = URL.createObjectURL(new Blob([...writeTable(file, decided())], { type }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  listenForFiles(open);
  startThreshold(value => {
    threshold = value;
    refresh(true); // The labels have changed.
  });
  byId('column').addEventListener('change', choose);
  byId('run').addEventListener('click', () => (running ? running.abort() : run()));
  byId('download').addEventListener('click', download);
  let typing;
  byId('search').addEventListener('input', event => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      search = event.target.value.trim().toLowerCase();
      byId('rows').scrollTop = 0;
      refresh();
    }, 150);
  });
}

function listenForFiles(open) {
  const [drop, input] = [byId('drop'), byId('file')];
  input.addEventListener('change', () => {
    if (input.files.length > 0) open(input.files);
    input.value = ''; // So that the same file can be chosen again.
  });
  // A file that misses the zone would otherwise replace the page.
  for (const kind of ['dragover', 'drop']) document.addEventListener(kind, event => event.preventDefault());
  for (const kind of ['dragenter', 'dragover']) drop.addEventListener(kind, () => drop.classList.add('over'));
  for (const kind of ['dragleave', 'drop']) drop.addEventListener(kind, () => drop.classList.remove('over'));
  drop.addEventListener('drop', event => {
    if (event.dataTransfer.files.length > 0) open(event.dataTransfer.files);
  });
}

async function bytesOf(chosen) {
  try {
    return new Uint8Array(await chosen.arrayBuffer());
  } catch {
    throw new Error('it is a folder, or it was changed or removed. Choose it again.'); // Browsers differ, and say nothing more exact.
  }
}

/** The name of the scored file. Other programs expect tabs in a .tsv file, and commas in a .csv file. */
function scoredName({ name, isJsonLines }) {
  const kept = /^\.(tsv|tab)$/i;
  return name.replace(/(\.[^.]*)?(\.gz)?$/i, (_, given) => `.scored${isJsonLines ? '.jsonl' : kept.test(given) ? given : '.csv'}`);
}

/** Writes a text where it is new: screen readers may read it aloud each time that it is written. */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

function kind(result) {
  return result?.error ? 'error' : result?.label;
}

function rank(name) {
  return name === 'all' ? 0 : name === 'error' ? 2 : 1;
}

function duration(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
