// A virtual table for any number of rows: only the visible rows are in the document, with space above and below for the rest.

import { percent, titleCase } from './api.js';

const rowHeight = 40;
const spare = 8;
const narrow = matchMedia('(max-width: 40rem)'); // As in demo.css, which hides two columns there.
// Browsers draw no element taller than some 17 million pixels.
const tallest = 16_000_000;

const columns = [
  { name: 'Row', key: 'number', className: 'col-number', value: (_, i) => i },
  { name: 'Review', key: 'text', className: '', value: (_, i, table) => table.lowered()[i] },
  { name: 'Label', key: 'label', className: 'col-label', value: result => result?.error ?? result?.label },
  { name: 'Positive', key: 'positive', className: 'col-positive', value: result => result?.positive },
  { name: 'Tokens', key: 'tokens', className: 'col-tokens', value: result => result?.tokens },
];

export class RowTable {
  /** Draws into `region`, which scrolls; `onPick` receives the text of a chosen row. */
  constructor(region, onPick) {
    this.region = region;
    this.table = region.querySelector('table');
    this.body = region.querySelector('tbody');
    this.onPick = onPick;
    this.sort = { column: columns[0], ascending: true };
    this.order = [];
    this.drawn = { rows: [] };
    [this.above, this.below] = [space(), space()];
    this.headings = columns.map(column => this.#heading(column));
    const head = document.createElement('tr');
    head.append(...this.headings);
    region.querySelector('thead').append(head);
    region.addEventListener('scroll', () => requestAnimationFrame(() => this.#draw()));
  }

  /**
   * Shows the rows for which `wanted(i)` holds, in the order of the chosen heading, and returns their number. The rows of a file that is
   * shown already keep their order unless `sorts`, so that results of a run can be shown without sorting all rows each time.
   */
  show(texts, results, wanted, sorts = false) {
    const isNew = texts !== this.texts;
    if (isNew) this.lower = undefined;
    Object.assign(this, { texts, results, wanted });
    if (isNew || sorts) this.#arrange();
    this.order = this.arranged.filter(i => wanted(i));
    this.table.setAttribute('aria-rowcount', String(this.order.length + 1));
    this.#draw();
    return this.order.length;
  }

  /** The texts in lower case, made once for a file, when they are first needed. */
  lowered() {
    return (this.lower ??= this.texts.map(text => text.toLowerCase()));
  }

  /** Sorts all rows, so that a filter only has to leave out some of them. */
  #arrange() {
    const { column, ascending } = this.sort;
    const rows = [...this.texts.keys()];
    if (column.key !== 'number') {
      const values = rows.map(i => column.value(this.results[i], i, this));
      rows.sort((a, b) => compare(values[a], values[b], ascending) || a - b);
    } else if (!ascending) rows.reverse();
    this.arranged = rows;
  }

  #heading(column) {
    const cell = document.createElement('th');
    const button = document.createElement('button');
    cell.scope = 'col';
    cell.className = column.className;
    cell.setAttribute('aria-sort', column === this.sort.column ? 'ascending' : 'none');
    button.type = 'button';
    button.textContent = column.name;
    button.addEventListener('click', () => {
      this.sort = { column, ascending: this.sort.column !== column || !this.sort.ascending };
      for (const heading of this.headings) heading.setAttribute('aria-sort', 'none');
      cell.setAttribute('aria-sort', this.sort.ascending ? 'ascending' : 'descending');
      this.region.scrollTop = 0;
      this.show(this.texts, this.results, this.wanted, true);
    });
    cell.append(button);
    return cell;
  }

  #draw() {
    const count = this.order.length;
    const step = Math.min(rowHeight, tallest / Math.max(1, count)); // Beyond 400,000 rows, one scroll step skips several rows.
    const seen = Math.ceil(this.region.clientHeight / rowHeight) + 2 * spare;
    const first = Math.max(0, Math.min(Math.floor(this.region.scrollTop / step) - spare, count - seen));
    const inView = this.order.slice(first, first + seen);
    this.above.firstChild.style.height = `${first * step}px`;
    this.below.firstChild.style.height = `${Math.max(0, count * step - first * step - inView.length * rowHeight)}px`;
    // The same rows stay in the document: a button in them may have the focus, or be pressed.
    if (this.texts === this.drawn.texts && String(inView) === String(this.drawn.inView)) this.#update(first);
    else this.#replace(inView, first);
  }

  #replace(inView, first) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.row : undefined;
    this.drawn = { texts: this.texts, inView, rows: inView.map(i => this.#row(i)) };
    this.#update(first);
    this.body.replaceChildren(this.above, ...this.drawn.rows.map(({ row }) => row), this.below);
    if (focused !== undefined) (this.body.querySelector(`[data-row="${focused}"]`) ?? this.region).focus({ preventScroll: true });
  }

  #row(i) {
    const row = document.createElement('tr');
    const pick = document.createElement('button');
    pick.type = 'button';
    pick.dataset.row = String(i);
    pick.addEventListener('click', () => this.onPick(this.texts[i]));
    row.append(cell(columns[0], String(i + 1)), cell(columns[1], pick));
    return { i, row, pick, result: null }; // Nothing is shown yet; `undefined` is shown as a row without a result.
  }

  /** Shows the results of the drawn rows. A row without a score shows the reason across all visible columns. */
  #update(first) {
    for (const [at, drawn] of this.drawn.rows.entries()) {
      const { i, row, pick } = drawn;
      const result = this.results[i];
      const error = result?.error;
      row.setAttribute('aria-rowindex', String(first + at + 2));
      pick.parentElement.colSpan = !error ? 1 : narrow.matches ? 2 : 4;
      if (drawn.result === result) continue;
      drawn.result = result;
      const text = this.texts[i].slice(0, 300);
      const shown = error ? `Error: ${error} ${text}` : text || '(empty)';
      if (pick.textContent !== shown) pick.textContent = shown;
      pick.title = error ?? 'Show this review above';
      row.className = error ? 'failed' : '';
      while (row.cells.length > 2) row.lastChild.remove();
      if (!error) row.append(...scoreCells(result));
    }
  }
}

function scoreCells(result) {
  const label = cell(columns[2], result ? titleCase(result.label) : '…');
  const positive = cell(columns[3], result?.positive === undefined ? '' : percent(result.positive));
  if (result?.positive !== undefined) positive.append(bar(result.positive));
  return [label, positive, cell(columns[4], result?.tokens === undefined ? '' : `${result.tokens}${result.truncated ? ' (cut)' : ''}`)];
}

function compare(a, b, ascending) {
  if (a === b) return 0;
  if (a === undefined) return 1; // Unknown values are last in both directions.
  if (b === undefined) return -1;
  return (a < b ? -1 : 1) * (ascending ? 1 : -1);
}

function cell({ className }, content) {
  const made = document.createElement('td');
  made.className = className;
  made.append(content);
  return made;
}

function space() {
  const row = document.createElement('tr');
  row.className = 'space';
  row.setAttribute('aria-hidden', 'true');
  row.append(document.createElement('td'));
  return row;
}

function bar(value) {
  const track = document.createElement('span');
  const fill = document.createElement('span');
  track.className = 'cell-bar';
  fill.className = `fill ${value >= 0.5 ? 'positive' : 'negative'}`;
  fill.style.width = `${value * 100}%`;
  track.append(fill);
  return track;
}
