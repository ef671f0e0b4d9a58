// Decodes the bytes of a file as the blob function does.

/** Marks bytes that are not text: a code point that no text may contain, so that a genuine U+FFFD stays unchanged. */
export const damage = '\ufdd0';

/** Why a row is not scored that has damage; `place` is the text, the line, or another column. */
export function damageError(place, encoding) {
  const name = encoding.toUpperCase().replace('LE', '');
  return `The ${place} was not valid ${name}: there are bytes that are not text. Save the file as UTF-8.`;
}

const marks = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0, 0], 'utf-32le'], // Before UTF-16, because its mark begins with that of UTF-16.
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

export const startsWith = (bytes, beginning, at = 0) => beginning.every((value, i) => bytes[at + i] === value);

/** The encoding by the byte order mark or by what the bytes look like, and the length of all marks at the beginning. */
export function encodingOf(bytes) {
  for (const [mark, encoding] of marks) {
    let length = 0;
    while (startsWith(bytes, mark, length)) length += mark.length;
    if (length > 0) return { encoding, length };
  }
  return { encoding: looksLikeWindows1252(bytes) ? 'windows-1252' : 'utf-8', length: 0 };
}

export function decode(bytes, encoding) {
  if (encoding.startsWith('utf-32')) return decode32(bytes, encoding === 'utf-32le');
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return encoding === 'utf-8' ? decodeDamaged8(bytes) : damaged(bytes, encoding);
  }
}

const damaged = (bytes, encoding) => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes).replaceAll('\ufffd', damage);

function decodeDamaged8(bytes) {
  const parts = [];
  let from = 0;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (!startsWith(bytes, [0xbf, 0xbd], at + 1)) continue;
    parts.push(damaged(bytes.subarray(from, at), 'utf-8'));
    from = at + 3;
  }
  return [...parts, damaged(bytes.subarray(from), 'utf-8')].join('\ufffd');
}

function decode32(bytes, isLittle) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = at + 4 <= bytes.length ? view.getUint32(at, isLittle) : 0xd800;
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? damage : String.fromCodePoint(code));
  }
  return parts.join('');
}

/**
 * Whether the bytes are not valid UTF-8, have hardly any valid UTF-8 sequences, and most non-ASCII bytes stand alone between other letters,
 * as accents and curly quotes do. In other code pages they are adjacent. Mac Roman has its accents and quotes where Windows-1252 has
 * capitals, which do not follow small letters.
 */
function looksLikeWindows1252(bytes) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return false;
  } catch {
    // Look closer.
  }
  let [valid, invalid, high, neighbours, innerCapitals] = [0, 0, 0, 0, 0];
  for (const c of decodeDamaged8(bytes)) {
    if (c === damage) invalid++;
    else if (c > '\u007f') valid++;
  }
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(bytes[i])) return false; // Windows-1252 has no such characters.
    high++;
    if (bytes[i - 1] >= 0x80) neighbours++;
    if (bytes[i - 1] >= 0x61 && bytes[i - 1] <= 0x7a && isCapital(bytes[i])) innerCapitals++;
  }
  return valid * 10 < invalid && neighbours * 2 <= high && innerCapitals * 2 <= high;
}

/** Whether a byte is a capital letter in Windows-1252. */
const isCapital = byte => [0x8a, 0x8c, 0x8e, 0x9f].includes(byte) || (byte >= 0xc0 && byte <= 0xde && byte !== 0xd7);

/** The unpacked content of a gzip file; the bytes of any other file unchanged. */
export async function unpack(bytes, largest = Infinity) {
  if (!startsWith(bytes, [0x1f, 0x8b])) return bytes;
  // Safari cannot iterate over a stream.
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts = [];
  let length = 0;
  try {
    while (length <= largest) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
  } catch {
    throw new Error('The gzip file is damaged, was cut while it was copied, or is several files in one. Unpack it first.');
  } finally {
    reader.cancel().catch(() => {}); // Frees the rest. A damaged stream refuses that, too.
  }
  if (length > largest) throw new Error(`The gzip file holds more than ${largest.toLocaleString('en')} bytes; this page takes no more. Upload it to the blob container instead.`);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
