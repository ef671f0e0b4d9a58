// Runs every scenario in a real Chromium against the given page, and prints one JSON line for each.
// node run.mjs http://127.0.0.1:7071/api/demo [folder for screenshots]
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { openPage } from './open.mjs';
import { scenarios } from './scenarios.mjs';

const [address, screenshots] = process.argv.slice(2);
const chosen = process.argv.slice(4);
// The package's default arguments are meant for AWS Lambda: a single process, which exits with the first page, and no web security.
const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];
const browser = await playwright.launch({ args, executablePath: await chromium.executablePath(), headless: true });

async function run([name, { scenario, options }]) {
  const opened = await openPage(browser, address, options);
  try {
    const saw = await scenario(opened.page, opened);
    if (screenshots) await opened.page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
    console.log(JSON.stringify({ name, saw: saw ?? null, complaints: opened.complaints }));
  } catch (error) {
    if (screenshots) await opened.page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true }).catch(() => {});
    console.log(JSON.stringify({ name, saw: { error: error.message }, complaints: opened.complaints }));
  } finally {
    await opened.context.close();
  }
}

try {
  const waiting = Object.entries(scenarios).filter(([name]) => chosen.length === 0 || chosen.includes(name));
  await Promise.all([1, 2].map(async () => {
    while (waiting.length > 0) await run(waiting.shift());
  }));
} finally {
  await browser.close();
}
