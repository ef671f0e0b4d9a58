// Rows as RFC 4180 and Python's csv module read them, and as the blob function's CsvParser does.

const mostCharacters = 32 << 20;
const remedy = 'Close it and double the quotes inside texts.';

/** Yields each row as { line, fields }; without a delimiter every line is one field. Blank lines are not rows. */
export function* parse(text, delimiter, hasQuotes = true) {
  const bare = new RegExp(`[^\r\n${delimiter ? `\\u${delimiter.charCodeAt(0).toString(16).padStart(4, '0')}` : ''}]*`, 'y');
  let [at, line, rowLine, fields] = [0, 1, 1, []];
  for (;;) {
    let [field, openLine] = ['', line];
    const wasQuoted = hasQuotes && text[at] === '"' && delimiter !== '"';
    while (wasQuoted) {
      const end = text.indexOf('"', at + 1);
      if (end < 0) throw new Error(`The file ends inside a quotation that opens in line ${openLine}. ${remedy}`);
      field += text.slice(at + 1, end);
      line += breaks(text, at + 1, end);
      at = end + 1;
      if (text[at] !== '"') break;
      field += '"'; // Doubled; what follows is quoted, too.
    }
    bare.lastIndex = at;
    const [rest] = bare.exec(text);
    if (line > openLine && rest.trim() !== '') throw new Error(`The quotation that opens in line ${openLine} closes in line ${line} in the middle of a field. ${remedy}`);
    field += rest;
    at += rest.length;
    if (field.length > mostCharacters) throw new Error(`A field in line ${line} has more than ${mostCharacters} characters. Check that the file is CSV.`);
    const isEnd = at >= text.length;
    if (isEnd && field.endsWith('\u001a')) field = field.slice(0, -1); // Old editors end a file with it.
    const isBlank = fields.length === 0 && field === '' && !wasQuoted;
    if (!isBlank) fields.push(field);
    if (!isEnd && text[at] === delimiter) {
      if (isBlank) fields.push(field);
      at++;
      continue;
    }
    if (fields.length > 0) yield { line: rowLine, fields };
    if (isEnd) return;
    at += text.startsWith('\r\n', at) ? 2 : 1;
    [fields, rowLine] = [[], ++line];
  }
}

function breaks(text, from, to) {
  let count = 0;
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    if (c === 13 || (c === 10 && (at === from || text.charCodeAt(at - 1) !== 13))) count++;
  }
  return count;
}
