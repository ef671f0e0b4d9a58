// Scores a file as the page does, with given answers in place of the app's: node score.mjs PAGE RUN, where RUN is JSON of
// { name, base64, answers: [{ status, body, retryAfter, isHeld, cancels }] }; prints { problem, written }.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [page, run] = process.argv.slice(2);
const { readTable, writeTable } = await import(pathToFileURL(`${page}/csv.js`));
const { Scorer } = await import(pathToFileURL(`${page}/scorer.js`));
const { name, base64, answers } = JSON.parse(await readFile(run, 'utf8'));
const user = new AbortController();

globalThis.fetch = async (_, { signal }) => {
  signal.throwIfAborted();
  const { status, body, retryAfter, isHeld, cancels } = answers.shift();
  const content = new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => isHeld && controller.error(signal.reason));
      if (isHeld) return;
      controller.enqueue(Buffer.from(body));
      controller.close();
      if (cancels) user.abort();
    },
  });
  return new Response(content, { status, headers: retryAfter ? { 'Retry-After': String(retryAfter) } : {} });
};

const table = readTable(name, new Uint8Array(Buffer.from(base64, 'base64')));
const scorer = new Scorer(table.rows.map(row => row.text), table.rows.map(row => row.error && { error: row.error }));
let problem;
try {
  await scorer.run(user.signal, () => {});
} catch (reason) {
  problem = reason.name === 'AbortError' ? 'cancelled' : reason.message;
}
console.log(JSON.stringify({ problem, written: [...writeTable(table, scorer.results)].join('') }));
