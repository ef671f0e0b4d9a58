// CSV as people write it (RFC 4180 and its neighbours): read whole, written with the columns that the blob function adds, too.

const delimiters = [',', ';', '\t', '|'];
const textNames = ['text', 'review', 'review_text', 'body', 'comment', 'content', 'sentence'];
const sampleRows = 50;
const added = ['sentiment_label', 'sentiment_score', 'sentiment_tokens', 'sentiment_truncated', 'sentiment_error'];

/** Decodes UTF-8 with or without BOM and UTF-16 with BOM; single bytes that are neither become U+FFFD, which the app refuses row by row. */
export function decode(bytes) {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\0')) throw new Error('This is no text file. If it is a spreadsheet, save it as CSV (UTF-8) first.');
  return text;
}

/** Reads at most `limit` rows as arrays of fields; lines without anything are passed over. */
export function parse(text, delimiter, limit = Infinity) {
  const rows = [];
  let row = [];
  let at = 0;
  while (at < text.length && rows.length < limit) {
    const [field, next] = text[at] === '"' ? quoted(text, at, delimiter) : bare(text, at, delimiter);
    row.push(field);
    at = next;
    if (text[at] === delimiter) {
      at++;
      if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue;
      row.push('');
    }
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
  }
  return rows;
}

function bare(text, start, delimiter) {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return [text.slice(start, end), end];
}

function quoted(text, start, delimiter) {
  let field = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return [field + text.slice(from), text.length];
    field += text.slice(from, quote);
    if (text[quote + 1] === '"') {
      field += '"';
      from = quote + 2;
      continue;
    }
    const [rest, end] = bare(text, quote + 1, delimiter); // What follows a closing quote belongs to the field all the same.
    return [field + rest, end];
  }
}

/** Finds delimiter, header and text column as the blob function does; `column` is -1 where the reader has to say which. */
export function readTable(text) {
  const samples = delimiters.map(delimiter => ({ delimiter, rows: parse(text, delimiter, sampleRows) })).filter(sample => sample.rows.length > 0);
  if (samples.length === 0) throw new Error('The file has no rows.');
  samples.sort((a, b) => b.rows[0].length - a.rows[0].length);
  const named = samples.find(({ rows }) => rows[0].length > 1 && textColumn(rows[0]) >= 0);
  const even = samples.find(({ rows }) => rows[0].length > 1 && rows.every(row => row.length === rows[0].length));
  const delimiter = (named ?? even)?.delimiter;
  const rows = parse(text, delimiter ?? '\u001f');
  const hasHeader = delimiter !== undefined || textColumn(rows[0]) === 0;
  const columns = hasHeader ? rows.shift() : ['text'];
  return { columns, rows, delimiter: delimiter ?? ',', column: delimiter === undefined ? 0 : textColumn(columns) };
}

function textColumn(header) {
  const names = header.map(name => name.trim().toLowerCase());
  return textNames.map(name => names.indexOf(name)).find(place => place >= 0) ?? -1;
}

/** The parts of the scored file, to be made into a Blob: the input's columns, then the sentiment's. */
export function* writeTable({ columns, rows, delimiter }, results) {
  yield line([...columns, ...added], delimiter);
  for (const [i, row] of rows.entries()) {
    const padded = [...row, ...Array(Math.max(0, columns.length - row.length)).fill('')];
    yield line([...padded, ...scored(results[i])], delimiter);
  }
}

function scored(result) {
  if (!result) return ['', '', '', '', 'not scored'];
  if (result.error) return ['', '', '', '', result.error];
  return [result.label, String(result.score), String(result.tokens), String(result.truncated), ''];
}

function line(fields, delimiter) {
  return `${fields.map(field => (/["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field)).join(delimiter)}\r\n`;
}
