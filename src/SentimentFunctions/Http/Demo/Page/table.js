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
    const last = Math.min(count, first + seen);
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.row : undefined;
    const rows = [];
    for (let place = first; place < last; place++) rows.push(this.#row(place));
    this.body.replaceChildren(space(first * step), ...rows, space(count * step - first * step - rows.length * rowHeight));
    if (focused !== undefined) (this.body.querySelector(`[data-row="${focused}"]`) ?? this.region).focus({ preventScroll: true });
  }

  #row(place) {
    const i = this.order[place];
    const result = this.results[i];
    const row = document.createElement('tr');
    row.setAttribute('aria-rowindex', String(place + 2));
    const pick = document.createElement('button');
    pick.type = 'button';
    pick.dataset.row = String(i);
    pick.title = 'Show this review above';
    pick.textContent = this.texts[i].slice(0, 300) || '(empty)';
    pick.addEventListener('click', () => this.onPick(this.texts[i]));
    if (result?.error) return this.#failed(row, i, pick, result.error);
    const label = cell(result ? titleCase(result.label) : '…');
    const positive = cell(result?.positive === undefined ? '' : percent(result.positive));
    if (result?.positive !== undefined) positive.append(bar(result.positive));
    const tokens = cell(result?.tokens === undefined ? '' : `${result.tokens}${result.truncated ? ' (cut)' : ''}`);
    const cells = [cell(String(i + 1)), cell(pick), label, positive, tokens];
    cells.forEach((made, place) => { made.className = columns[place].className; });
    row.append(...cells);
    return row;
  }

  /** A row without a score shows the reason across all visible columns. */
  #failed(row, i, pick, error) {
    row.className = 'failed';
    pick.textContent = `Error: ${error} ${this.texts[i].slice(0, 300)}`;
    pick.title = error;
    const reason = cell(pick);
    reason.colSpan = narrow.matches ? 2 : 4;
    row.append(cell(String(i + 1)), reason);
    return row;
  }
}

function compare(a, b, ascending) {
  if (a === b) return 0;
  if (a === undefined) return 1; // Unknown values are last in both directions.
  if (b === undefined) return -1;
  return (a < b ? -1 : 1) * (ascending ? 1 : -1);
}

function cell(content) {
  const made = document.createElement('td');
  made.append(content);
  return made;
}

function space(height) {
  const row = document.createElement('tr');
  row.className = 'space';
  row.setAttribute('aria-hidden', 'true');
  const filler = document.createElement('td');
  filler.style.height = `${Math.max(0, height)}px`;
  row.append(filler);
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
