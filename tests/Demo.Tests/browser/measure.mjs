// Scores a file with that many rows through the page and the running app, and prints how long it took: node measure.mjs http://127.0.0.1:7071/api/demo 100000
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { finished, openPage } from './open.mjs';

const [address, rows] = [process.argv[2], Number(process.argv[3] ?? 100_000)];
const subjects = ['film', 'hotel', 'phone', 'meal', 'book'];
const opinions = ['A wonderful # from start to end.', 'I would not recommend this # to anyone.', 'The # was fine, nothing more.', 'What a dull and lifeless #.'];
const text = i => `Row ${i}. ${opinions[i % 4].replace('#', subjects[i % 5])} It took ${i % 97} days.`;
const seconds = async (what, work) => {
  const started = performance.now();
  await work();
  console.log(`${what}: ${((performance.now() - started) / 1000).toFixed(2)} s`);
};

const browser = await playwright.launch({ args: ['--no-sandbox', '--disable-gpu'], executablePath: await chromium.executablePath() });
try {
  const { page, context } = await openPage(browser, address);
  context.setDefaultTimeout(1_800_000);
  await seconds(`${rows} rows scored`, async () => {
    await page.setInputFiles('#file', { name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from(`text\n${Array.from({ length: rows }, (_, i) => `"${text(i)}"`).join('\n')}`) });
    await finished(page, 'Done');
  });
  await seconds('sorted by probability', () => page.click('#rows th button:has-text("Positive")'));
  await seconds('searched', async () => {
    await page.fill('#search', 'lifeless book');
    await page.locator('#shown', { hasText: new RegExp(`^${(rows / 20).toLocaleString('en')} `) }).waitFor();
  });
} finally {
  await browser.close();
}
