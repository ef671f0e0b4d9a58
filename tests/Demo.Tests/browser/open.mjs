// Opens a new page for one scenario and records what no page should do: errors, policy violations, calls to other hosts.

// Bounds every wait. It is long because other tests may use the processor; a working page never needs it.
const patience = 90_000;

export async function openPage(browser, address, options = {}) {
  const { before, ...settings } = options;
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...settings });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', error => complaints.push(`error: ${error.message}`));
  page.on('console', message => {
    // The browser reports a 4xx or 5xx answer as an error; some scenarios cause one on purpose.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(`console: ${message.text()}`);
  });
  page.on('request', request => {
    if (new URL(request.url()).origin !== new URL(address).origin && !request.url().startsWith('blob:')) complaints.push(`request: ${request.url()}`);
  });
  await before?.(page);
  await page.goto(address);
  return { context, page, complaints };
}

/** Drops a file, or several, on the zone as a mouse would, and waits until the page has read or refused the first. */
export async function drop(page, name, content, ...others) {
  await dropOnly(page, name, content, ...others);
  await page.locator('#file-name', { hasText: name }).or(page.locator('#file-error:not([hidden])')).first().waitFor();
}

/** Drops a file, or several, and does not wait for them. */
export async function dropOnly(page, name, content, ...others) {
  const transfer = await page.evaluateHandle(files => {
    const transfer = new DataTransfer();
    for (const [name, content] of files) transfer.items.add(new File([typeof content === 'string' ? content : new Uint8Array(content)], name));
    return transfer;
  }, [[name, content], ...others]);
  await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer });
}

export const verdict = (page, pattern) => page.locator('#verdict', { hasText: pattern }).waitFor();

export const finished = (page, pattern) => page.locator('#file-status', { hasText: pattern }).waitFor({ state: 'attached' });

/** Answers batches in place of the app, at once: every third row is negative, rows with "bad row" are refused. */
export async function answerBatches(page, hold = () => undefined) {
  await page.route('**/api/score', async route => {
    const { documents } = route.request().postDataJSON();
    if (!documents) return route.fallback();
    await hold();
    const all = documents.map(({ text }, index) => ({ text, index }));
    const positive = ({ text }) => (Number(/\d+/.exec(text)) % 3 === 0 ? 0.1 : 0.9);
    await route.fulfill({
      json: {
        model: { name: 'played', sha256: '0'.repeat(64), maxTokens: 64 },
        results: all.filter(({ text }) => !text.includes('bad row')).map(row => ({
          index: row.index,
          label: positive(row) > 0.5 ? 'POSITIVE' : 'NEGATIVE',
          score: 0.9,
          scores: { NEGATIVE: 1 - positive(row), POSITIVE: positive(row) },
          tokens: 5,
          unknown: 0, truncated: false,
        })),
        errors: all.filter(({ text }) => text.includes('bad row')).map(({ index }) => ({ index, code: 'empty_text', message: 'The text is bad.' })),
      },
    });
  });
}
