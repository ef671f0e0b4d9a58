// What a visitor does. Each scenario returns what the page showed. The expected values are in Scenarios.cs.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { answerBatches, drop, dropOnly, finished, verdict } from './open.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const happy = 'A wonderful, moving and very funny film.';
const angry = 'A dull, stupid and boring waste of time.';
const mixed = 'The food was cold, but the waiter was very kind to us.';
const reviews = `id,review,stars\n1,"${happy}",5\n2,"${angry}",1\n3,,3\n4,"He said ""awful"",\nand left.",2\n`;
const words = async locator => (await locator.allTextContents()).map(text => text.trim());
const labels = page => words(page.locator('#labels button'));

const focus = page => page.evaluate(() => document.activeElement.id);
const needKey = page => page.route('**/api/score', route =>
  route.request().headers()['x-functions-key'] === 'right' ? route.fallback() : route.fulfill({ status: 401 }));

async function axeComplaints(page) {
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')}: ${node.any.map(check => check.message).join(' ')}`));
}

async function everythingShown(page) {
  await verdict(page, '%');
  await page.locator('#words mark').first().waitFor();
  await drop(page, 'reviews.csv', reviews);
  await finished(page, 'Done');
  return axeComplaints(page);
}

async function download(page) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
  return [file.suggestedFilename(), (await readFile(await file.path(), 'utf8')).split('\r\n').map(line => line.replace(/,\d(\.\d+)?(e-\d+)?,\d+,(\d+,(true|false),)$/, ',SCORE,TOKENS,$3'))];
}

export const scenarios = {
  'the-page-starts-with-an-answer': {
    async scenario(page) {
      await page.locator('#words mark').first().waitFor();
      return {
        verdict: /^(Positive|Negative), \d\d\.\d %$/.test(await page.textContent('#verdict')),
        bars: await page.locator('#probabilities .track').count(),
        facts: /^\d+ tokens, all read · answered in \d+ ms$/.test(await page.textContent('#facts')),
        strongest: (await page.textContent('#strongest')).startsWith('Strongest'),
      };
    },
  },
  'the-verdict-follows-the-typing': {
    async scenario(page) {
      const seen = [];
      for (const text of [happy, angry]) {
        await page.fill('#text', '');
        await page.locator('#single-empty').waitFor();
        await page.locator('#text').pressSequentially(text, { delay: 5 });
        await verdict(page, text === happy ? 'Positive' : 'Negative');
        seen.push(await page.locator('#verdict').getAttribute('class'));
      }
      return seen;
    },
  },
  'an-answer-to-an-older-text-is-dropped': {
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      const about = text => request => request.postDataJSON()?.text === text;
      const ended = new Promise(resolve => {
        for (const event of ['requestfailed', 'requestfinished']) page.on(event, request => about(happy)(request) && resolve());
      });
      await page.route('**/api/score', async route => {
        if (about(happy)(route.request())) await held;
        await route.fallback().catch(() => {}); // The page may have aborted that call.
      });
      await Promise.all([page.waitForRequest(about(happy)), page.fill('#text', happy)]);
      await page.fill('#text', angry);
      await verdict(page, 'Negative');
      await page.locator('#words mark').first().waitFor();
      release();
      await ended;
      await page.evaluate(() => new Promise(requestAnimationFrame));
      return [(await page.textContent('#verdict')).split(',')[0], (await page.textContent('#words')) === angry];
    },
  },
  'the-words-that-matter-are-shaded': {
    async scenario(page) {
      await page.fill('#text', mixed);
      await page.locator('#words mark', { hasText: 'waiter' }).waitFor();
      const marks = await page.$$eval('#words mark', all => all.map(mark => ({ text: mark.textContent, strength: Number(mark.style.getPropertyValue('--strength')), kind: mark.className })));
      const [strongest] = marks.sort((a, b) => b.strength - a.strength);
      const drawn = await page.locator('#words mark', { hasText: strongest.text }).first().evaluate(mark => getComputedStyle(mark).backgroundColor);
      return { words: marks.length, strongest: strongest.strength, shaded: drawn.startsWith('rgba('), text: (await page.textContent('#words')) === mixed };
    },
  },
  'a-character-that-was-damaged-before-is-ignored': {
    async scenario(page) {
      const text = 'It is a wonder\ufffdful film.';
      await page.fill('#text', text);
      await page.locator('#words mark', { hasText: 'wonder\ufffdful' }).waitFor();
      return [await page.isVisible('#single-error'), (await page.textContent('#words')) === text];
    },
  },
  'a-long-text-says-that-it-was-cut': {
    async scenario(page) {
      await page.fill('#text', `${happy} `.repeat(200));
      await page.locator('#cut').waitFor();
      await page.locator('#strongest', { hasText: 'past the model’s limit' }).waitFor();
      return (await page.textContent('#facts')).includes(', cut');
    },
  },
  'words-that-cannot-be-weighed-leave-the-verdict': {
    async scenario(page) {
      await page.route('**/api/score', route => (route.request().postDataJSON().explain
        ? route.fulfill({ status: 429, json: { code: 'busy', detail: 'Busy.' } })
        : route.fallback()));
      await page.fill('#text', happy);
      await page.locator('#words', { hasText: happy }).waitFor();
      await page.locator('#strongest', { hasText: 'Busy' }).waitFor();
      const kind = (await page.textContent('#verdict')).split(',')[0];
      return [kind, await page.textContent('#strongest'), await page.isVisible('#single-error')];
    },
  },
  'the-words-of-two-models-name-the-one-that-weighs-them': {
    async scenario(page) {
      const answer = (positive, decidedBy) => ({
        label: positive > 0.5 ? 'POSITIVE' : 'NEGATIVE',
        score: Math.max(positive, 1 - positive),
        scores: { NEGATIVE: 1 - positive, POSITIVE: positive },
        tokens: 5, unknown: 0, truncated: false, decidedBy,
      });
      await page.route('**/api/score', route => route.fulfill({
        json: route.request().postDataJSON().explain
          ? { ...answer(0.4, 'large'), explanation: { method: 'occlusion', label: 'POSITIVE', complete: true, words: [] } }
          : answer(0.9, 'fast'),
      }));
      await page.fill('#text', happy);
      await page.locator('#words', { hasText: happy }).waitFor();
      await page.locator('#strongest', { hasText: 'large' }).waitFor();
      return [await page.textContent('#verdict'), await page.textContent('#strongest')];
    },
  },
  'a-refusal-is-shown-in-the-apps-own-words': {
    async scenario(page) {
      await page.fill('#text', 'x'.repeat(100_001));
      await page.locator('#single-error').waitFor();
      return [await page.textContent('#single-error'), await page.isVisible('#result')];
    },
  },
  'an-app-that-is-gone-is-told-as-such': {
    async scenario(page) {
      await verdict(page, '%');
      await page.route('**/api/score', route => route.abort());
      await page.fill('#text', happy);
      await page.locator('#single-error').waitFor();
      return page.textContent('#single-error');
    },
  },
  'an-answer-that-is-not-json-is-told-as-such': {
    async scenario(page) {
      await verdict(page, '%');
      await page.route('**/api/score', route => route.fulfill({ contentType: 'text/html', body: '<p>Sign in</p>' }));
      await page.fill('#text', happy);
      await page.locator('#single-error').waitFor();
      return page.textContent('#single-error');
    },
  },
  'a-refusal-of-an-older-text-is-dropped': {
    options: {
      // The page is still reading the refusal when the next text is typed; no server can be as slow as needed.
      before: page => page.addInitScript(refused => {
        const original = globalThis.fetch.bind(globalThis);
        globalThis.fetch = async (address, options) => {
          if (JSON.parse(options.body).text !== refused) return original(address, options);
          console.log('refused');
          const endless = new ReadableStream({
            start: body => options.signal.addEventListener('abort', () => body.error(options.signal.reason)),
          });
          return new Response(endless, { status: 400 });
        };
      }, angry),
    },
    async scenario(page) {
      await Promise.all([page.waitForEvent('console', message => message.text() === 'refused'), page.fill('#text', angry)]);
      await page.fill('#text', happy);
      await page.locator('#words', { hasText: happy }).waitFor();
      return [await page.isVisible('#single-error'), (await page.textContent('#verdict')).split(',')[0]];
    },
  },
  'the-function-key-is-asked-for-and-sent': {
    options: { before: needKey },
    async scenario(page) {
      await page.locator('#key-form').waitFor();
      await page.keyboard.type('right');
      await page.keyboard.press('Enter');
      await verdict(page, '%');
      return [await page.isVisible('#key-form'), await page.isVisible('#single-error')];
    },
  },
  'a-key-that-is-refused-is-told-as-such-and-typed-over': {
    options: { before: needKey },
    async scenario(page) {
      await page.locator('#key-form').waitFor();
      await page.keyboard.type('wrong');
      await page.keyboard.press('Enter');
      await page.locator('#single-error', { hasText: 'refused' }).waitFor();
      const said = await page.textContent('#single-error');
      await page.keyboard.type('right');
      await page.keyboard.press('Enter');
      await verdict(page, '%');
      return [said, await page.isVisible('#key-form')];
    },
  },
  'a-key-that-no-header-can-hold-is-refused-in-the-form': {
    options: { before: needKey },
    async scenario(page) {
      await page.locator('#key-form').waitFor();
      await page.fill('#key', 'right→');
      await page.keyboard.press('Enter');
      const seen = [await page.isVisible('#key-form'), await page.$eval('#key', key => key.validationMessage)];
      await page.fill('#key', 'right');
      await page.keyboard.press('Enter');
      await verdict(page, '%');
      return [...seen, await page.isVisible('#key-form')];
    },
  },
  'a-user-who-types-keeps-the-focus-when-a-key-is-needed': {
    async scenario(page) {
      await page.locator('#words mark').first().waitFor(); // No earlier call is refused.
      await needKey(page);
      await page.fill('#text', angry);
      await page.locator('#key-form').waitFor();
      return [await page.textContent('#single-error'), await focus(page)];
    },
  },
  'a-dropped-file-is-scored-row-by-row': {
    async scenario(page) {
      await drop(page, 'reviews.csv', reviews);
      await finished(page, 'Done: 4 of 4');
      return {
        labels: await labels(page),
        rows: await words(page.locator('#rows tbody tr:not(.space) td:nth-child(3)')),
        failed: await words(page.locator('#rows tr.failed td')),
        picture: (await page.locator('#histogram svg').getAttribute('aria-label')).startsWith('Histogram of 3 rows'),
        file: await download(page),
      };
    },
  },
  'doubtful-rows-are-left-undecided': {
    async scenario(page) {
      await drop(page, 'reviews.csv', `${reviews}5,It is a film.,3\n`);
      await finished(page, 'Done: 5 of 5');
      const seen = [];
      for (const threshold of ['0.99', '0.5']) {
        await page.locator('#undecided').fill(threshold);
        seen.push(await page.textContent('#undecided-value'), (await labels(page)).some(label => label.startsWith('Undecided')),
          (await download(page))[1].some(line => line.includes('UNDECIDED')), await page.locator('#histogram rect[style*="quiet"]:not([height="0"])').count() > 0);
      }
      return seen;
    },
  },
  'packed-json-lines-come-back-as-json-lines': {
    async scenario(page) {
      const lines = [{ id: 1, review: happy }, { id: 2, review: angry }, { id: 3 }].map(row => `${JSON.stringify(row)}\n`);
      await drop(page, 'reviews.jsonl.gz', [...gzipSync(lines.join(''))]);
      await finished(page, 'Done: 3 of 3');
      const [name, text] = await download(page);
      const rows = text.join('').split('\n').filter(Boolean).map(line => JSON.parse(line));
      return [name, rows.map(({ id, sentiment }) => [id, sentiment.label ?? sentiment.error, Object.keys(sentiment).join(' ')])];
    },
  },
  'a-file-of-tabs-keeps-its-extension': {
    async scenario(page) {
      await answerBatches(page);
      const text = 'id\ttext\n1\trow 1\n';
      const seen = [];
      for (const [name, content] of [['reviews.tsv', text], ['reviews.TAB.gz', [...gzipSync(text)]]]) {
        await drop(page, name, content);
        await finished(page, 'Done: 1 of 1');
        const [scored, lines] = await download(page);
        seen.push(scored, lines[1]);
      }
      return seen;
    },
  },
  'a-row-is-looked-at-above': {
    async scenario(page) {
      await drop(page, 'reviews.csv', reviews);
      await finished(page, 'Done');
      await page.click('#rows tbody button >> nth=1');
      await verdict(page, 'Negative');
      return (await page.inputValue('#text')) === angry;
    },
  },
  'a-column-is-asked-for-where-none-is-named': {
    async scenario(page) {
      await drop(page, 'opinions.csv', `who;what\nAnn;${happy.replace(',', '')}\nBob;${angry.replace(',', '')}\n`);
      const asked = await page.locator('#column option').allTextContents();
      await page.selectOption('#column', { label: 'what' });
      await page.click('#run');
      await finished(page, 'Done: 2 of 2');
      return [asked, (await labels(page)).toSorted()];
    },
  },
  'a-column-keeps-its-results-while-another-is-looked-at': {
    async scenario(page) {
      let calls = 0;
      await answerBatches(page, () => { calls++; });
      await drop(page, 'two.csv', 'text,more\nrow 1,row 3\nrow 2,\n');
      await finished(page, 'Done: 2 of 2');
      const seen = [];
      for (const column of ['more', 'text']) {
        await page.selectOption('#column', { label: column });
        const buttons = [await page.isVisible('#run'), await page.isVisible('#download')];
        seen.push([await page.textContent('#progress-text'), await labels(page), ...buttons]);
      }
      await page.selectOption('#column', { label: 'more' });
      await page.click('#run:has-text("Score")');
      await finished(page, 'Done: 2 of 2');
      return [...seen, await labels(page), calls];
    },
  },
  'a-file-without-a-chosen-column-shows-nothing-of-an-earlier-run': {
    async scenario(page) {
      const shown = async () => [
        await page.$eval('#progress', bar => bar.value), await page.textContent('#progress-text'), await page.textContent('#file-status'),
        await page.textContent('#run'), await page.isEnabled('#run'), await page.isVisible('#download'), await page.isVisible('#outcome'),
      ];
      await drop(page, 'reviews.csv', reviews);
      await finished(page, 'Done: 4 of 4');
      await drop(page, 'opinions.csv', 'who;what\nAnn;row 1\nBob;row 2\nCid;\n');
      const seen = [await shown()];
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await page.selectOption('#column', { label: 'what' });
      await page.click('#run');
      seen.push(await page.textContent('#progress-text'));
      await page.selectOption('#column', { label: 'Choose the column…' });
      await page.evaluate(() => new Promise(requestAnimationFrame));
      seen.push(await shown());
      release();
      await page.selectOption('#column', { label: 'what' });
      await page.click('#run');
      await finished(page, 'Done: 3 of 3');
      return [...seen, await page.isVisible('#download')];
    },
  },
  'of-several-files-at-once-the-one-that-is-used-is-named': {
    async scenario(page) {
      await answerBatches(page);
      const second = ['second.csv', 'text\nrow 3\n'];
      await drop(page, 'first.csv', 'text\nrow 1\n', second);
      await finished(page, 'Done: 1 of 1');
      const seen = [await page.textContent('#file-name'), await labels(page)];
      await drop(page, ...second);
      return [...seen, await page.textContent('#file-name')];
    },
  },
  'a-file-that-is-gone-is-told-as-such': {
    async scenario(page) {
      await page.evaluate(() => {
        const original = Blob.prototype.arrayBuffer;
        const held = new Promise(resolve => { globalThis.release = resolve; });
        Blob.prototype.arrayBuffer = async function () {
          await held;
          return original.call(this);
        };
      });
      const folder = await mkdtemp(join(tmpdir(), 'sentiment-page-'));
      try {
        await writeFile(join(folder, 'gone.csv'), 'text\nrow 1\n');
        await page.setInputFiles('#file', join(folder, 'gone.csv'));
      } finally {
        await rm(folder, { recursive: true });
      }
      await page.evaluate(() => globalThis.release());
      await page.locator('#file-error').waitFor();
      return page.textContent('#file-error');
    },
  },
  'of-several-files-the-last-one-is-shown': {
    async scenario(page) {
      await page.evaluate(() => {
        const original = Blob.prototype.arrayBuffer;
        const held = new Promise(resolve => { globalThis.release = resolve; });
        Blob.prototype.arrayBuffer = async function () {
          const bytes = await original.call(this);
          if (this.name?.startsWith('slow')) await held;
          return bytes;
        };
      });
      const batches = [];
      page.on('request', request => batches.push(...(request.postDataJSON()?.documents ?? [])));
      await dropOnly(page, 'slow.csv', 'text\na slow row\n');
      await dropOnly(page, 'slow.xlsx', 'PK\u0003\u0004\0\0\0');
      await drop(page, 'reviews.csv', reviews);
      await finished(page, 'Done: 4 of 4');
      await page.evaluate(() => globalThis.release());
      await page.evaluate(() => new Promise(requestAnimationFrame));
      const isScored = batches.some(({ text }) => text === 'a slow row');
      return [await page.textContent('#file-name'), await page.isVisible('#file-error'), await labels(page), isScored];
    },
  },
  'a-file-that-is-no-text-is-refused': {
    async scenario(page) {
      await drop(page, 'book.xlsx', 'PK\u0003\u0004\0\0\0');
      await page.locator('#file-error').waitFor();
      return [await page.textContent('#file-error'), await page.isVisible('#file-panel')];
    },
  },
  'a-file-that-is-refused-leaves-the-one-before': {
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await drop(page, 'few.csv', 'text\nrow 1\nrow 2\n');
      await drop(page, 'empty.csv', '');
      release();
      await finished(page, 'Done: 2 of 2');
      const seen = [await page.textContent('#file-error'), await page.textContent('#file-name'), await labels(page), (await download(page))[0]];
      await drop(page, 'more.csv', 'text\nrow 3\n');
      await finished(page, 'Done: 1 of 1');
      return [...seen, await page.isVisible('#file-error'), await labels(page)];
    },
  },
  'a-cancelled-run-goes-on-later': {
    async scenario(page) {
      let calls = 0;
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => (++calls > 4 ? held : undefined));
      await drop(page, 'many.csv', `text\n${Array.from({ length: 3000 }, (_, i) => `row ${i}`).join('\n')}`);
      await page.locator('#progress-text', { hasText: /^[1-9]/ }).waitFor();
      await page.click('#run:has-text("Cancel")');
      await finished(page, 'Stopped');
      const scored = Number(/([\d,]+) of/.exec(await page.textContent('#file-status'))[1].replace(',', ''));
      release();
      await page.click('#run:has-text("Continue")');
      await finished(page, 'Done: 3,000 of 3,000');
      return { partly: scored > 0 && scored < 3000, labels: await labels(page), again: await page.isVisible('#run') };
    },
  },
  'a-busy-app-is-waited-for': {
    async scenario(page) {
      let isBusy = true;
      await answerBatches(page);
      await page.route('**/api/score', route => (route.request().postDataJSON().documents && isBusy
        ? route.fulfill({ status: 429, headers: { 'Retry-After': '1' }, json: { code: 'busy', detail: 'Busy.' } })
        : route.fallback()));
      await drop(page, 'few.csv', 'text\nrow 1\nrow 2\n');
      await page.locator('#progress-text', { hasText: 'busy' }).waitFor();
      const said = await page.textContent('#progress-text');
      isBusy = false;
      await finished(page, 'Done: 2 of 2');
      return [said, await page.textContent('#progress-text'), await page.isVisible('#file-error')];
    },
  },
  'a-batch-that-is-too-large-is-halved': {
    async scenario(page) {
      await answerBatches(page);
      await page.route('**/api/score', route => (route.request().postDataJSON().documents?.length > 10
        ? route.fulfill({ status: 413, json: { code: 'too_many_documents', detail: 'Too many.' } })
        : route.fallback()));
      await drop(page, 'some.csv', `text\n${Array.from({ length: 80 }, (_, i) => `row ${i}`).join('\n')}`);
      await finished(page, 'Done: 80 of 80');
      return labels(page);
    },
  },
  'an-app-that-fails-leaves-what-was-scored': {
    async scenario(page) {
      let fails = true;
      let calls = 0;
      await answerBatches(page);
      await page.route('**/api/score', route => (route.request().postDataJSON().documents && fails && ++calls > 1
        ? route.fulfill({ status: 400, json: { code: 'broken', detail: 'Out of order.' } })
        : route.fallback()));
      await drop(page, 'many.csv', `text\n${Array.from({ length: 500 }, (_, i) => `row ${i}`).join('\n')}`);
      await finished(page, 'Stopped');
      const error = await page.textContent('#file-error');
      fails = false;
      await page.click('#run:has-text("Continue")');
      await finished(page, 'Done: 500 of 500');
      return { error, gone: !(await page.isVisible('#file-error')) };
    },
  },
  'a-hundred-thousand-rows-stay-quick': {
    async scenario(page) {
      await answerBatches(page);
      await page.setInputFiles('#file', { name: 'huge.csv', mimeType: 'text/csv', buffer: Buffer.from(`text\n${Array.from({ length: 100_000 }, (_, i) => (i === 70_000 ? 'bad row' : `row ${i} is a review`)).join('\n')}`) });
      await finished(page, 'Done: 100,000 of 100,000');
      const drawn = await page.locator('#rows tbody tr').count();
      await page.$eval('#rows', region => region.scrollTo(0, region.scrollHeight));
      await page.locator('#rows td', { hasText: /^100000$/ }).waitFor();
      await page.fill('#search', 'row 99998');
      await page.locator('#shown', { hasText: /^1 rows/ }).waitFor();
      await page.fill('#search', '');
      await page.click('#labels button:has-text("Errors")');
      await page.locator('#rows tr.failed').waitFor();
      const errors = await words(page.locator('#rows tr.failed td:first-child'));
      await page.click('#labels button:has-text("All")');
      await page.click('#rows th button:has-text("Positive")');
      const [, lines] = await download(page);
      return {
        few: drawn < 60,
        labels: await labels(page),
        errors,
        sorted: await page.locator('#rows th[aria-sort=ascending]').textContent(),
        first: (await words(page.locator('#rows tbody tr:not(.space) td:nth-child(4)')))[0],
        downloaded: [lines.length, lines[70_001], lines[100_000]],
      };
    },
  },
  'rows-are-sorted-by-a-click-and-at-the-end-of-a-run-only': {
    options: {
      before: page => page.addInitScript(rows => {
        Object.assign(globalThis, { sorts: 0, lowered: 0 });
        const { sort } = Array.prototype;
        Array.prototype.sort = function (...given) {
          if (this.length === rows) globalThis.sorts++;
          return sort.apply(this, given);
        };
        const { toLowerCase } = String.prototype;
        String.prototype.toLowerCase = function () {
          if (this.startsWith('Review ')) globalThis.lowered++;
          return toLowerCase.call(this);
        };
      }, 40),
    },
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await drop(page, 'some.csv', `text\n${Array.from({ length: 40 }, (_, i) => `Review ${i}`).join('\n')}`);
      await page.click('#rows th button:has-text("Positive")');
      for (let i = 0; i < 3; i++) await page.click('#labels button:has-text("All")'); // Redraws, as time does.
      release();
      await finished(page, 'Done: 40 of 40');
      const first = (await words(page.locator('#rows tbody tr:not(.space) td:nth-child(4)'))).slice(0, 2);
      for (const [wanted, rows] of [['review 3', 11], ['REVIEW 4', 1]]) {
        await page.fill('#search', wanted);
        await page.locator('#shown', { hasText: new RegExp(`^${rows} rows`) }).waitFor();
      }
      return { first, ...(await page.evaluate(() => ({ sorts: globalThis.sorts, lowered: globalThis.lowered }))) };
    },
  },
  'a-slow-redraw-is-made-less-often': {
    options: {
      // Every redraw seems to take a second, because the clock goes on by one whenever it is read.
      before: page => page.addInitScript(() => {
        const [now, wait] = [performance.now.bind(performance), setTimeout.bind(globalThis)];
        let reads = 0;
        performance.now = () => now() + 1000 * reads++;
        globalThis.pauses = [];
        globalThis.setTimeout = (work, pause, ...given) => {
          globalThis.pauses.push(pause);
          return wait(work, pause, ...given);
        };
      }),
    },
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await drop(page, 'one.csv', 'text\nrow 1\n');
      await page.waitForFunction(() => globalThis.pauses.some(pause => pause >= 5000));
      release();
      await finished(page, 'Done: 1 of 1');
      return labels(page);
    },
  },
  'everything-works-by-keyboard': {
    async scenario(page) {
      await verdict(page, '%');
      const tab = async (selector, most = 12) => {
        for (let i = 0; i < most && !(await page.evaluate(wanted => document.activeElement.matches(wanted), selector)); i++) await page.keyboard.press('Tab');
        return page.evaluate(wanted => document.activeElement.matches(wanted), selector);
      };
      const reached = [await tab('#text'), await tab('[data-example]')];
      await page.keyboard.press('Enter');
      await verdict(page, 'Positive');
      reached.push(await tab('#file'));
      await drop(page, 'reviews.csv', reviews);
      await finished(page, 'Done');
      reached.push(await tab('#column'), await tab('#download'), await tab('#labels button'), await tab('#search'), await tab('#rows'), await tab('th button'));
      await page.keyboard.press('Enter');
      const sorted = await page.locator('th[aria-sort=descending]').textContent();
      reached.push(await tab('td button'));
      await page.keyboard.press('Enter');
      return { reached: reached.every(Boolean), sorted, picked: (await page.inputValue('#text')).startsWith('He said') };
    },
  },
  'the-end-of-a-run-moves-the-focus-from-its-button-to-the-download': {
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await drop(page, 'few.csv', 'text\nrow 1\nrow 2\n');
      await page.focus('#run');
      release();
      await finished(page, 'Done: 2 of 2');
      return focus(page);
    },
  },
  'a-row-keeps-its-button-while-its-score-arrives': {
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await drop(page, 'few.csv', 'text\nrow 1\nbad row\n');
      await page.$eval('#rows tbody button', button => {
        Object.assign(globalThis, { button, blurs: 0 });
        button.focus();
        button.addEventListener('blur', () => { globalThis.blurs++; });
      });
      release();
      await finished(page, 'Done: 2 of 2');
      const isFocused = await page.evaluate(() => document.activeElement === globalThis.button);
      const cells = await words(page.locator('#rows tbody tr:not(.space) td:nth-child(n+2)'));
      return [isFocused, await page.evaluate(() => globalThis.blurs), cells];
    },
  },
  'a-run-is-not-read-aloud-before-its-end': {
    async scenario(page) {
      let release;
      const held = new Promise(resolve => { release = resolve; });
      await answerBatches(page, () => held);
      await drop(page, 'few.csv', 'text\nrow 1\nrow 2\n');
      await page.$eval('#shown', place => {
        globalThis.writes = 0;
        new MutationObserver(records => { globalThis.writes += records.length; }).observe(place, { childList: true });
      });
      const read = async () => [await page.evaluate(() => globalThis.writes), await page.getAttribute('#shown', 'aria-live')];
      for (let i = 0; i < 3; i++) await page.click('#labels button:has-text("All")'); // Redraws, as time does.
      const seen = [await read()];
      release();
      await finished(page, 'Done: 2 of 2');
      await page.fill('#search', 'row 1');
      await page.locator('#shown', { hasText: /^1 rows/ }).waitFor();
      return [...seen, await read()];
    },
  },
  'a-row-with-the-focus-is-not-hidden-under-the-heading': {
    async scenario(page) {
      await answerBatches(page);
      await drop(page, 'some.csv', `text\n${Array.from({ length: 40 }, (_, i) => `row ${i}`).join('\n')}`);
      await finished(page, 'Done: 40 of 40');
      return page.$eval('#rows', region => {
        region.scrollTop = 60; // The heading covers half of the second row.
        const button = region.querySelector('[data-row="1"]');
        button.focus();
        return button.getBoundingClientRect().top >= region.querySelector('th').getBoundingClientRect().bottom;
      });
    },
  },
  'nothing-vanishes-in-forced-colours': {
    options: { forcedColors: 'active' },
    async scenario(page) {
      await verdict(page, '%');
      await page.locator('#words mark').first().waitFor();
      await drop(page, 'reviews.csv', reviews);
      await finished(page, 'Done');
      return page.evaluate(() => {
        const style = (selector, part) => getComputedStyle(document.querySelector(selector), part);
        const colors = selectors => new Set(selectors.map(selector => style(selector).backgroundColor)).size;
        return {
          filters: colors(['#labels [aria-pressed=true]', '#labels [aria-pressed=false]']),
          bars: colors(['.fill.positive', '.fill.negative', '.card']),
          words: style('#words mark').color === style('#words').color,
          legend: ['.swatch.positive', '.swatch.negative'].map(swatch => style(swatch, '::before').textDecorationStyle),
        };
      });
    },
  },
  'a-phone-needs-no-sideways-scrolling': {
    options: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    async scenario(page) {
      const complaints = await everythingShown(page);
      return { complaints, ...(await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth > innerWidth,
        readable: document.querySelector('#rows td:nth-child(2)').offsetWidth >= 90,
        small: [...document.querySelectorAll('button, select, input:not([type=file])')].filter(control => control.offsetParent && control.offsetHeight < 24).length,
      }))) };
    },
  },
  'nothing-keeps-a-screen-reader-out': { scenario: everythingShown },
  'nothing-keeps-a-screen-reader-out-in-the-dark': { options: { colorScheme: 'dark' }, scenario: everythingShown },
};
