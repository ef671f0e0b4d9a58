// Reads a complete file as the blob function does (docs/csv.md), and writes it with the columns that the function adds.

import { damage, damageError, decode, encodingOf, startsWith } from './encoding.js';
import { isJsonLines, readJsonLines, writeJsonLines } from './jsonlines.js';
import { findLayout, isBlank } from './layout.js';
import { visible } from './names.js';
import { parse } from './parser.js';
import rules from './rules.js';

const sampleBytes = 256 * 1024;
const decider = 'sentiment_decided_by';
const added = ['sentiment_label', 'sentiment_score', 'sentiment_tokens', 'sentiment_unknown', 'sentiment_truncated', 'sentiment_error'];

/**
 * Reads a file: { columns, column, rows, delimiter, hasMark }, each row with its fields, its text, and its error when it cannot be scored.
 * `column` is -1 if the user has to choose; call it again with that choice. Throws an Error for anything that is not a file of texts.
 */
export function readTable(name, bytes, chosen) {
  const { encoding, length } = encodingOf(bytes);
  const head = decode(bytes.subarray(length, sampleBytes), encoding);
  refuseOthers(bytes, head, isJsonLines(name));
  if (isJsonLines(name)) {
    const lines = wholeLines(head, bytes.length < sampleBytes);
    return readJsonLines(decode(bytes.subarray(length), encoding), encoding, lines, chosen, textErrorOf);
  }
  const layout = findLayout(name, head, bytes.length < sampleBytes, chosen);
  const delimiter = layout.delimiter === undefined || layout.delimiter === '"' ? ',' : layout.delimiter;
  const table = { columns: layout.columns, column: layout.column, rows: [], delimiter, hasMark: length > 0 };
  if (layout.column < 0) return table;
  let above = layout.skipped + (layout.hasHeader ? 1 : 0);
  for (const row of parse(decode(bytes.subarray(length), encoding), layout.delimiter)) {
    if (above-- <= 0) table.rows.push(readRow(row.fields, table, layout.hasHeader, encoding));
  }
  return table;
}

/** A sample may break off anywhere. */
const wholeLines = (head, isWhole) => (isWhole ? head : head.slice(0, Math.max(0, head.lastIndexOf('\n'), head.lastIndexOf('\r'))));

function refuseOthers(bytes, head, isJson) {
  if (bytes.length === 0) throw new Error('The file is empty.');
  const kind = rules.binary.find(({ magic }) => startsWith(bytes, magic));
  if (!kind && head.includes('\0')) {
    throw new Error('The file is not CSV: it holds zero bytes, so it is binary, or UTF-16 without a byte order mark. Save it as CSV (UTF-8).');
  }
  const other = kind ?? (isJson ? undefined : rules.texts.find(({ beginning }) => new RegExp(...beginning).test(head)));
  if (other) throw new Error(`The file is not CSV but ${other.name}.`);
}

function readRow(given, { columns, column, delimiter }, hasHeader, encoding) {
  const count = columns.length;
  const hasSurplus = given.slice(count).some(field => !isBlank(field));
  const fitted = hasSurplus ? [...given.slice(0, count - 1), given.slice(count - 1).join(delimiter)] : columns.map((_, i) => given[i] ?? '');
  const error = errorOf();
  const fields = error ? fitted.map(field => field.replaceAll(damage, '\ufffd')) : fitted;
  return { fields, text: fields[column], error };

  function errorOf() {
    const text = fitted[column];
    const has = given.length === 1 ? 'The row has 1 field' : `The row has ${given.length} fields`;
    if (hasSurplus) return `${has}, the header ${count}. Quote fields that hold ${delimiter === '\t' ? 'a tab' : `'${delimiter}'`}.`;
    const damaged = fitted.findIndex(field => field.includes(damage));
    if (damaged >= 0) return damageError(damaged === column ? 'text' : `column '${columns[damaged]}'`, encoding);
    if (given.length <= column) return `${has}; the text is in column ${column + 1}.`;
    if (hasHeader && given.length === count && columns.every((name, i) => visible(given[i]) === name)) return 'The row repeats the header.';
    const empty = textErrorOf(text);
    if (empty) return empty;
    if (given.length < count && !/\p{L}/u.test(text)) {
      return `${has}, the header ${count}, and no word is in the text's column. Fill in the missing field.`;
    }
    return undefined;
  }
}

function textErrorOf(text) {
  if (rules.nullMarkers.includes(text.trim())) return `The text is empty: ${text.trim()} stands for no value.`;
  return isBlank(text) ? 'The text is empty or blank.' : undefined;
}

/** The parts of the scored file, for a Blob: the input's columns, then the sentiment columns, which replace those of an earlier scoring. */
export function* writeTable(table, results) {
  if (table.isJsonLines) return yield* writeJsonLines(table, results);
  const { columns, column, rows, delimiter, hasMark } = table;
  const ours = [...added, decider];
  const kept = [...columns.keys()].filter(i => i === column || !ours.includes(columns[i]));
  const isOneOfTwo = results.some(result => result?.decidedBy); // The app has two models.
  if (hasMark) yield '\ufeff';
  yield line([...kept.map(i => columns[i]), ...(isOneOfTwo ? ours : added)], delimiter);
  for (const [i, { fields }] of rows.entries()) yield line([...kept.map(place => fields[place]), ...scored(results[i]), ...(isOneOfTwo ? [results[i]?.decidedBy ?? ''] : [])], delimiter);
}

function scored(result) {
  if (!result || result.error) return ['', '', '', '', '', result?.error ?? 'not scored'];
  return [result.label, String(result.score), String(result.tokens), String(result.unknown), String(result.truncated), ''];
}

function line(fields, delimiter) {
  const needsQuotes = field => /["\r\n]|^ | $/.test(field) || field.includes(delimiter);
  return `${fields.map(field => (needsQuotes(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(delimiter)}\r\n`;
}
