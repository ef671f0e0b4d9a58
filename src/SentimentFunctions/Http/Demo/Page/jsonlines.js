// JSON Lines as the blob function's JsonLines reads and writes them: one object or one string a line; the members are the columns.

import { damage, damageError } from './encoding.js';
import { best, isSame } from './names.js';
import { parse } from './parser.js';
import rules from './rules.js';

const usualScoreMember = 'sentiment';

export const isJsonLines = name => /\.(jsonl|ndjson)(\.gz)?$/i.test(name);
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a file: { columns, column, rows, isJsonLines }, as readTable does; `textError` says why a text cannot be scored. */
export function readJsonLines(text, encoding, sample, chosen, textError) {
  const head = [...linesOf(sample)].filter(line => line.trim() !== '').map(read);
  if (head.length === 0) {
    throw new Error(text.trim() === '' ? 'The file has no rows, or blank ones only.'
      : 'The first line is longer than 256 KiB, so it cannot show the members. Put a shorter line first.');
  }

  if (head[0].error) throw new Error(`The first row is not a line of JSON Lines: ${head[0].error} Write one object or string a line.`);
  const objects = head.filter(({ members }) => members).map(({ value }) => value);
  const columns = objects.length === 0 ? ['text'] : [...new Set(objects.flatMap(object => Object.keys(object)))];
  const named = textMember(objects, columns);
  if (named !== undefined && !columns.includes(named)) columns.push(named); // A path.
  const column = chosen ?? columns.indexOf(named);
  const rows = column < 0 ? [] : [...linesOf(text)].map(source => row(source, columns[column]));
  return { columns, column, rows, isJsonLines: true, scoreMember: scoreMember(usualScoreMember, head) };

  function row(source, name) {
    const shown = source.replaceAll(damage, '\ufffd');
    const line = read(shown);
    const { text, error } = line.error ? line : textOf(line, name);
    const damaged = source === shown ? undefined : damageError('line', encoding);
    return { source: shown, text: text ?? shown, error: damaged ?? error ?? textError(text) };
  }
}

/** The name of the member that holds the text, or the path to it, by the beginning of the file; undefined if the user has to choose. */
function textMember(objects, columns) {
  if (objects.length === 0) return columns[0];
  const found = rules.textField === null ? [] : objects.map(object => find(object, rules.textField)).filter(each => each);
  const setting = found.find(({ value, problem }) => problem || typeof value === 'string');
  if (setting) return setting.name;
  const strings = columns.filter(name => objects.some(object => typeof object[name] === 'string'));
  const texts = best(strings) ? strings : columns;
  const usual = best(texts);
  if (usual) return usual.places.length === 1 ? texts[usual.places[0]] : undefined;
  return found[0]?.name; // All texts of the sample may be missing.
}

/** The member of that name, or the one at the end of a path such as review.text: { name, value } or { problem }, as MemberPath finds it. */
function find(object, name) {
  const alone = member(object, name);
  if (alone) return alone;
  let found = { value: object };
  for (const part of name.split('.')) {
    if (!isObject(found.value)) return undefined;
    found = member(found.value, part);
    if (!found || found.problem) return found;
  }
  return { name, value: found.value };
}

function member(object, name) {
  const names = Object.hasOwn(object, name) ? [name] : Object.keys(object).filter(other => isSame(other, name));
  if (names.length > 1) return { problem: `'${names[0]}' and '${names[1]}' may both be '${name}'. Keep one of them.` };
  return names.length === 0 ? undefined : { name: names[0], value: object[names[0]] };
}

/**
 * The scored file: the objects unchanged, with the score as their last member. It replaces the score of an earlier scoring, but no other
 * member: then the score has another name.
 */
export function* writeJsonLines({ rows, scoreMember: usual }, results) {
  for (const [i, { source }] of rows.entries()) {
    const line = read(source);
    const { value, members, error } = line;
    const member = scoreMember(usual, [line]);
    const kept = error ? [`"line":${JSON.stringify(source)}`]
      : members ? members.filter(({ name }) => name !== member).map(each => each.source) : [`"text":${JSON.stringify(value)}`];
    yield `{${[...kept, `"${member}":${write(results[i] ? scoreOf(results[i]) : { error: 'not scored' })}`].join(',')}}\n`;
  }
}

/** The first name for the score that no row uses for a member of its own. */
function scoreMember(name, rows) {
  return rows.some(({ value, members }) => members && Object.hasOwn(value, name) && !isScore(value[name])) ? scoreMember(`${name}_score`, rows) : name;
}

/** Whether a member is the score of an earlier scoring, which the new score replaces. */
function isScore(value) {
  if (!isObject(value)) return false;
  const has = name => Object.hasOwn(value, name);
  return (typeof value.error === 'string' && Object.keys(value).length === 1) || (has('label') && has('tokens'));
}

/** The members of a score in the order of the blob function. */
function scoreOf({ error, label, score, scores, tokens, unknown, truncated, decidedBy }) {
  return error ? { error } : { label, score, scores, tokens, unknown, truncated, ...(decidedBy && { decidedBy }) };
}

/** JSON as .NET writes it: a number below 0.0001 has an exponent of at least two digits. */
function write(value) {
  if (typeof value === 'number' && value > 0 && value < 0.0001) return value.toExponential().replace(/e-(\d)$/, 'e-0$1').toUpperCase();
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${write(each)}`).join(',')}}`;
}

function* linesOf(text) {
  for (const { fields } of parse(text, undefined, false)) yield fields[0];
}

/** What a line holds: { value, members }, the members only of an object, or { error }. */
function read(source) {
  let value;
  try {
    value = JSON.parse(source);
  } catch (reason) {
    return { error: `The line is not valid JSON: ${hasNaN(source) ? 'JSON has no NaN or Infinity. Write null instead' : reason.message}.` };
  }
  if (typeof value === 'string') return { value };
  if (!isObject(value)) return { error: 'The line is JSON, but not an object or a string.' };
  const { members, twice } = membersOf(source);
  return twice === undefined ? { value, members } : { error: `The line is not valid JSON: an object has '${twice}' twice.` };
}

/** Whether NaN or Infinity is a value, as Python writes them. Without escaped quotes, every other piece is outside of strings. */
function hasNaN(source) {
  const pieces = source.replaceAll('\\\\', '').replaceAll('\\"', '').split('"');
  return pieces.some((piece, i) => i % 2 === 0 && /[:,[]\s*-?(NaN|Infinity)\b/.test(piece));
}

/**
 * The members of an object as written in the line, because JSON.parse would change large numbers, and a name that it or an object within it
 * has twice: JSON.parse would drop the first.
 */
function membersOf(source) {
  const [members, open] = [[], []]; // Of every object or array around the current place, the names so far.
  let [start, quoted, last, twice] = [0, 0];
  for (let at = 0; at < source.length; at++) {
    const sign = source[at];
    if (sign === '"') {
      quoted = at;
      at = closingQuote(source, at);
    } else if (sign === ':') {
      const [name, names] = [JSON.parse(source.slice(quoted, at)), open.at(-1)];
      if (names.has(name)) twice ??= name;
      names.add(name);
      if (open.length === 1) last = name;
    } else if (sign === '{' || sign === '[') {
      if (open.push(new Set()) === 1) start = at + 1;
    } else if (sign === '}' || sign === ']' || sign === ',') {
      const member = open.length === 1 ? source.slice(start, at).trim() : '';
      if (member) members.push({ name: last, source: member });
      if (sign !== ',') open.pop();
      else if (open.length === 1) start = at + 1;
    }
  }
  return { members, twice };
}

/** Where the string ends that opens at a place. A regular expression would need a stack that grows with the string. */
function closingQuote(source, at) {
  for (;;) {
    at = source.indexOf('"', at + 1);
    let before = at;
    while (source[before - 1] === '\\') before--;
    if ((at - before) % 2 === 0) return at; // Each pair of backslashes is one of the text.
  }
}

function textOf({ value, members }, name) {
  const found = members ? find(value, name) : { value };
  if (!found) return { error: `The object has no '${name}'.` };
  if (found.problem) return { error: found.problem };
  const text = found.value;
  if (text === null) return { error: 'The text is empty: it is null.' };
  if (typeof text !== 'string') return { error: `'${name}' is not a string.` };
  return text.isWellFormed() ? { text } : { error: 'The text holds half of a character.' };
}
