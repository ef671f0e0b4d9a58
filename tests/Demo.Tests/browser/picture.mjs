// Takes the screenshot of the page in the README: node picture.mjs http://127.0.0.1:7071/api/demo ../../../docs/demo.png
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { drop, finished, openPage } from './open.mjs';

const [address, file] = process.argv.slice(2);
const subjects = ['film', 'hotel', 'phone', 'meal', 'book', 'concert', 'printer', 'tour'];
const opinions = ['A wonderful # from start to end.', 'The # was fine, nothing more.', 'I would not recommend this # to anyone.', 'What a dull and lifeless #.',
  'Despite its flaws, I enjoyed the #.', 'The # was better than I had expected.', 'An overpriced # with friendly service.', 'I loved every minute of the #!'];
const rows = opinions.flatMap(opinion => subjects.map(subject => opinion.replace('#', subject)));
const browser = await playwright.launch({ args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'], executablePath: await chromium.executablePath() });
try {
  const { page } = await openPage(browser, address, { viewport: { width: 1000, height: 800 }, deviceScaleFactor: 1.5 });
  await page.locator('#words mark').first().waitFor(); // The first answer waits for the model to load.
  await page.fill('#text', 'The room was small and a bit noisy, but the staff were lovely and breakfast was superb.');
  await page.locator('#words mark', { hasText: 'superb.' }).waitFor();
  await drop(page, 'reviews.csv', `text\n${rows.map(row => `"${row}"`).join('\n')}\n`);
  await finished(page, 'Done');
  await page.$eval('#rows', region => { region.style.maxHeight = '17rem'; });
  await page.screenshot({ path: file, fullPage: true });
} finally {
  await browser.close();
}
