// The distribution of the rows' positive probability, as twenty bars. Undecided rows are grey.

import { undecided } from './undecided.js';

const bins = 20;
const [width, height] = [760, 150];
const svg = 'http://www.w3.org/2000/svg';

/** Draws into `place`; `results` may have gaps and errors. */
export function drawHistogram(place, results) {
  const [counts, open] = [new Array(bins).fill(0), new Array(bins).fill(0)];
  let total = 0;
  for (const result of results) {
    if (result?.positive === undefined) continue;
    const bin = Math.min(bins - 1, Math.floor(result.positive * bins));
    counts[bin]++;
    if (result.label === undecided) open[bin]++;
    total++;
  }
  const most = Math.max(...counts, 1);
  const undecidedRows = open.reduce((sum, count) => sum + count, 0);
  const label = describe(counts, total) + (undecidedRows ? ` ${undecidedRows.toLocaleString('en')} rows are undecided.` : '');
  const picture = make('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label });
  const step = width / bins;
  counts.forEach((count, i) => {
    const tall = rows => (rows === 0 ? 0 : Math.max(2, (rows / most) * (height - 8)));
    const bar = make('g');
    const title = make('title');
    title.textContent = `${(i / bins).toFixed(2)} to ${((i + 1) / bins).toFixed(2)}: ${count.toLocaleString('en')} rows${open[i] ? `, ${open[i].toLocaleString('en')} undecided` : ''}`;
    bar.append(title);
    for (const [rows, color] of [[count, `rgb(var(--${i < bins / 2 ? 'negative' : 'positive'}))`], [open[i], 'var(--quiet)']]) {
      const part = make('rect', { x: i * step + 1.5, y: height - tall(rows), width: step - 3, height: tall(rows) });
      part.style.fill = color;
      bar.append(part);
    }
    picture.append(bar);
  });
  place.replaceChildren(picture);
}

function describe(counts, total) {
  const share = (from, to) => `${total === 0 ? 0 : Math.round((100 * counts.slice(from, to).reduce((sum, count) => sum + count, 0)) / total)} %`;
  return `Histogram of ${total.toLocaleString('en')} rows: ${share(0, 5)} below 0.25, ${share(5, 10)} from 0.25 to 0.5, ${share(10, 15)} from 0.5 to 0.75, ${share(15, 20)} above.`;
}

function make(name, attributes = {}) {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
