// A browser that reaches nothing but files, and what it complains about.
import { chromium } from 'playwright-core';

// Nothing is looked up or fetched on the side; the rest is what a container needs.
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--font-render-hinting=none',
];

export const launch = (executablePath) => chromium.launch({ executablePath, args: ARGUMENTS });

/** Opens a file; `faults` collects what the console says and every request that is not for the file. */
export async function open(browser, path, { faults, width = 1440, height = 900, scheme = 'light', script = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script });
  const page = await context.newPage();
  const url = new URL('file://' + path).href;
  page.on('console', (message) => faults?.push(`${path}: ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults?.push(`${path}: ${error.message}`));
  page.on('dialog', (dialog) => { faults?.push(`${path}: a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url().split('#')[0] !== url) faults?.push(`${path}: asks for ${request.url()}`); });
  await page.goto(url);
  return page;
}
