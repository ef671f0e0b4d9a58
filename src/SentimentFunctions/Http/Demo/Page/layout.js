// Finds delimiter, header and text column as the blob function's CsvLayout does; where that needs metadata, the user chooses the column.

import { damage } from './encoding.js';
import { best, isHeaderAlone, partial, rank, visible, weak } from './names.js';
import { parse } from './parser.js';
import rules from './rules.js';

const delimiters = [',', ';', '\t', '|'];
const mostTitles = 20;
const unnamedNumbers = 'Each row has one field more than the header and begins with a number that counts the rows. Write the file without row numbers, '
  + 'or with a name for them (in R with col.names=NA), and quote fields that hold the delimiter.';
const number = /^\s*[-+]?((\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?|nan|infinity|∞)\s*$/i;
const month = 'jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(tember)?|oct(ober)?|nov(ember)?|dec(ember)?';
const day = 'mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?';
// As in .NET, a name ends where the word ends. Thus each character can be read in one way only, and a long field is read at once.
const date = new RegExp(`^(?=.*\\d)([-+/.:, \\d]|((?<=\\d)[TZ]|${month}|${day}|[ap]m)(?![a-z]))+(?<![-+/.:,])$`, 'i');

/** Whether a field has only spaces. In JavaScript, unlike in .NET, U+FEFF is a space. */
export const isBlank = field => !/\S|\ufeff/.test(field);
const isNumber = field => !field.includes('\ufeff') && (number.test(field) || date.test(field.trim()));
const isOneColumn = ({ rows }) => rows.every(row => row.length === 1);

/**
 * Returns { delimiter, columns, hasHeader, skipped, column }, or throws an Error that says what was found and what to do. `column` is -1 if
 * the user has to choose; in the next call, `chosen` is that choice.
 */
export function findLayout(name, text, isWhole, chosen) {
  const separator = /^\ufeff*"?sep=([^\n])"?\s*([\r\n]|$)/iu.exec(text)?.[1][0];
  const read = delimiter => sample(text, isWhole, delimiter, separator ? 1 : 0);
  const all = (separator ? [separator] : delimiters).map(read);
  const samples = all.filter(({ rows }) => rows.length > 0);
  const broken = all.find(({ rows }) => rows.length === 0)?.problem;
  const lines = read(undefined);
  // A line break in the first field ends the first line, but not the first row.
  if (samples.length === 0) throw new Error(broken ?? 'The file has no rows.');
  const layout = find({ text, samples, broken, lines, separator, isText: /\.txt(\.gz)?$/i.test(name) }, chosen);
  if (layout.columns.some(column => column.includes(damage))) throw new Error('The header holds bytes that are not text in the file\'s encoding. Save the file as UTF-8.');
  return { ...layout, skipped: layout.skipped + (separator ? 1 : 0) };
}

function find(file, chosen) {
  const header = bestHeader(file);
  if (header) return table(header, chosen ?? (header.places.length === 1 ? header.places[0] : -1));
  const one = oneColumn(file);
  if (one) return one;
  const { separator, samples } = file;
  const even = samples.filter(({ rows }) => width(rows) > 1 && rows.every(row => row.length === rows[0].length));
  const found = separator ? samples[0] : even.toSorted((a, b) => width(b.rows) - width(a.rows))[0];
  if (!found) throw refusal(file);
  const { delimiter, rows } = found;
  if (chosen === undefined || beginsWithHeader(rows, chosen)) return table({ ...found, row: 0 }, chosen ?? -1);
  return { delimiter, columns: Array.from({ length: width(rows) }, (_, i) => `column${i + 1}`), hasHeader: false, skipped: 0, column: chosen };
}

function table({ delimiter, rows, row }, column) {
  if (hasUnnamedNumbers(rows, row, column)) throw new Error(unnamedNumbers);
  return { delimiter, columns: rows[row].map(visible), hasHeader: true, skipped: row, column };
}

/** The first rows, which may break off anywhere. */
function sample(text, isWhole, delimiter, above) {
  const rows = [];
  let problem;
  try {
    for (const { fields } of parse(text, delimiter)) rows.push(fields);
    if (!isWhole && rows.length > 1) rows.pop();
  } catch (reason) {
    // The rows before the error are enough; reading the whole file later stops at the same place.
    problem = reason.message;
  }
  return { delimiter, rows: rows.slice(above), problem };
}

/** The best header of all delimiters: by the agreement of its rows, then by its best name, then by its length. */
function bestHeader({ samples, separator, isText }) {
  const isTable = ({ rows, row, places, agreement }) => !isText || separator || agreement >= 1 || hasUnnamedNumbers(rows, row, places[0]);
  return samples.map(each => headerOf(each, separator)).filter(header => header && isTable(header))
    .sort((a, b) => b.agreement - a.agreement || a.rank - b.rank || b.rows[b.row].length - a.rows[a.row].length)[0];
}

function headerOf({ delimiter, rows }, separator) {
  let header;
  for (let row = 0; row < Math.min(rows.length, mostTitles); row++) {
    // Columns such as Reviews and Comments may count them.
    const named = rows[row].length > 1 ? best(rows[row], column => hasUnnamedNumbers(rows, row, column) || !isNumeric(rows, row, column)) : undefined;
    // A title that a program padded with delimiters fills the first field only, and its name may be better than the header's.
    if (!named || (header && named.rank >= header.rank && filled(header.rows[header.row].slice(1)) > 0)) continue;
    const hasNumber = rows[row].some(isNumber);
    const isFirst = (separator || named.rank < weak || agreement(rows, 0) >= 0.5) && (named.rank < partial || !hasNumber);
    if (row === 0 ? isFirst : !hasNumber && isBelowTitles(rows, row)) header = { ...named, delimiter, rows, row, agreement: agreement(rows, row) };
  }
  return header;
}

const filled = fields => fields.filter(field => !isBlank(field)).length;

function isBelowTitles(rows, row) {
  return row < rows.length - 1 && agreement(rows, row) >= 0.5
    && rows.slice(0, row).every(above => above[0].startsWith('#') || filled(above) < filled(rows[row]));
}

/** The share of the rows below a header that have as many fields, apart from empty surplus ones; 1 if there are no rows below. */
function agreement(rows, header) {
  const below = rows.slice(header + 1);
  return below.length === 0 ? 1 : below.filter(row => row.length >= rows[header].length && row.slice(rows[header].length).every(isBlank)).length / below.length;
}

/**
 * Whether the rows below a header begin with numbers that count them and for which the header has no name, as R and pandas may write them:
 * each row has one field more than the header. If its last field is empty, that one may be the surplus instead.
 */
function hasUnnamedNumbers(rows, header, textColumn) {
  const below = rows.slice(header + 1);
  return below.length > 0 && /^\d+$/.test(below[0][0])
    && below.every((row, i) => row.length === rows[header].length + 1 && row[0] === String(Number(below[0][0]) + i))
    && (textColumn === 0 || below.some(row => !isBlank(row.at(-1))));
}

/** Whether a column has numbers and dates below a header, and nothing else but missing values. */
function isNumeric(rows, header, column) {
  const values = rows.slice(header + 1).map(row => row[column] ?? '').filter(field => !isBlank(field) && !rules.nullMarkers.includes(field.trim()));
  return values.length > 0 && values.every(isNumber);
}

/** How many fields most rows have. */
function width(rows) {
  const counts = new Map();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || a - b)[0][0];
}

function beginsWithHeader(rows, textColumn) {
  const [first, ...below] = rows;
  return !first.some(isNumber) && !first.some((field, i) => i !== textColumn && !isBlank(field)
    && below.some(row => row[i] === field && !(row.length === first.length && row.every((value, j) => value === first[j]))));
}

function oneColumn(file) {
  const { samples, broken, lines, isText } = file;
  const comments = lines.rows.findIndex(([line]) => !line.startsWith('#'));
  const header = comments >= 0 && isHeaderAlone(lines.rows[comments][0]) ? comments : -1;
  const isNamed = header >= 0 && samples.every(({ rows }) => rows[header]?.length === 1);
  if (!isNamed && (!(isText || samples.every(isOneColumn)) || looksLikeTable(file))) return undefined;
  if (isNamed && samples.some(({ rows }) => hasUnnamedNumbers(rows, header, 0))) throw new Error(unnamedNumbers);
  // With the delimiter that has no row, this may be a table whose first row has a stray quote.
  if (!isNamed && !isText && broken) throw new Error(broken);
  return { columns: header < 0 ? ['text'] : lines.rows[header].map(visible), hasHeader: header >= 0, skipped: Math.max(header, 0), column: 0 };
}

function looksLikeTable({ text, samples, separator }) {
  return unknownDelimiter(text) !== undefined || (separator !== undefined && /[,;\t|]/.test(text))
    || samples.some(({ delimiter, rows }) => '\t|'.includes(delimiter) && rows.length > 1 && width(rows) > 1 && agreement(rows, 0) >= 1);
}

/** The unusual character that separates the fields of every line; undefined if there is none. */
function unknownDelimiter(text) {
  const lines = text.split(/[\r\n]/).filter(line => !isBlank(line)).slice(0, 50);
  if (lines.length === 0) return undefined;
  const isInAll = sign => lines.every(line => line.includes(sign));
  const isTextName = name => rank(name) < partial;
  const controls = lines[0].match(/[^\P{Cc}\t]/gu) ?? [];
  const sign = (lines.length > 1 ? [...controls, ...rules.rareDelimiters].find(isInAll) : undefined)
    ?? lines[0].match(/[^\p{L}\p{Nd} _\-.'"]/gu)?.find(c => isInAll(c) && lines[0].split(c).some(isTextName) && !lines[0].split(c).some(isBlank));
  if (sign) return /\p{Cc}/u.test(sign) ? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}` : sign;
  const columns = lines[0].split('  ').map(column => column.trim()).filter(column => column !== '');
  return columns.length > 1 && columns.some(isTextName) ? 'several spaces' : undefined;
}

function refusal({ text, samples }) {
  const longest = samples.toSorted((a, b) => b.rows[0].length - a.rows[0].length)[0];
  const first = longest.rows[0].slice(0, 20).map(field => `'${field.length > 40 ? `${field.slice(0, 40)}...` : field}'`).join(', ');
  const sign = samples.every(({ rows }) => rows[0].length === 1) ? unknownDelimiter(text) : undefined;
  return new Error(`No column is known to hold the text: the first row is ${first}.${sign ? ` The delimiter seems to be ${sign}: use commas instead.` : ''} `
    + `Call the text's column ${rules.examples}, and quote fields that hold commas; or call the file .txt if every line is a text.`);
}
