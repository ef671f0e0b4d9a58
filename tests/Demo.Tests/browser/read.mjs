// Reads files as the page does: node read.mjs PAGE FILES, where FILES is JSON of [{ name, base64, column }]; prints the result for each.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

// Node decodes Windows-1252 as Latin-1 (nodejs/node#56542); browsers do not.
const windows1252 = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];
globalThis.TextDecoder = class extends TextDecoder {
  decode(bytes) {
    const text = super.decode(bytes);
    return this.encoding === 'windows-1252' ? text.replace(/[\u0080-\u009f]/g, c => windows1252[c.charCodeAt(0) - 0x80]) : text;
  }
};

delete ReadableStream.prototype[Symbol.asyncIterator]; // Safari has none.

const [page, files] = process.argv.slice(2);
const { readTable } = await import(pathToFileURL(`${page}/csv.js`));
const { unpack } = await import(pathToFileURL(`${page}/encoding.js`));

async function read({ name, base64, column }) {
  try {
    return readTable(name, await unpack(new Uint8Array(Buffer.from(base64, 'base64'))), column ?? undefined);
  } catch (reason) {
    return { problem: reason.message };
  }
}

console.log(JSON.stringify(await Promise.all(JSON.parse(await readFile(files, 'utf8')).map(read))));
