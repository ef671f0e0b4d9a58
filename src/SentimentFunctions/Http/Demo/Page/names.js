// Which column's name says that it holds the text: TextColumnNames of the blob function, whose lists are in rules.js.

import rules from './rules.js';

export const [partial, weak] = [100, 200];
const allWords = new RegExp(rules.word[0], `${rules.word[1]}g`);

/** A name without its invisible characters. */
export const visible = name => name.replace(/\p{Cf}/gu, '');

/** The rank of a name, lower is better; undefined for a name that is not known. */
export function rank(name) {
  const found = words(name);
  const exact = rules.exact.indexOf(found.join(''));
  if (exact >= 0) return exact;
  if (found.length > rules.mostWords || found.at(-1) === 'sentiment') return undefined;
  if (found.some(word => rules.otherWords.includes(word) || rules.prose.includes(word))) return undefined;
  return place(rules.strongWords, found, partial) ?? place(rules.weakWords, found, weak);
}

/** The positions of the best names of a row whose columns may hold the text, and their rank; undefined if there are none. */
export function best(row, mayHoldText = () => true) {
  const ranks = row.map(rank).map((found, i) => (found !== undefined && mayHoldText(i) ? found : undefined));
  const lowest = Math.min(...ranks.filter(found => found !== undefined));
  return lowest === Infinity ? undefined : { rank: lowest, places: [...ranks.keys()].filter(i => ranks[i] === lowest) };
}

/** Whether two names are the same, as the function's TextColumnNames.Same says. */
export function isSame(one, other) {
  const [key, otherKey] = [one, other].map(name => words(name).join(''));
  return key === otherKey && (key !== '' || one.trim() === other.trim());
}

/** Whether a line is the header of a file of one column. */
export function isHeaderAlone(line) {
  const known = [...rules.exact, ...rules.weakWords, ...rules.attributes];
  return rank(line) !== undefined && words(line).every(word => known.includes(word) || /^\d+$/.test(word));
}

function place(names, found, from) {
  const at = names.findIndex(name => found.includes(name));
  return at < 0 ? undefined : from + at;
}

function words(name) {
  return (visible(name).match(allWords) ?? []).map(word => singular(word.toLowerCase()));
}

function singular(word) {
  return word.length > 3 && /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
}
