import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { needChromium } from '../../tools/chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: await needChromium(),
    // Root has no sandbox in a container; what is opened is what the tests made.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
});
afterAll(() => browser.close());

const address = 'http://page.invalid/';

/** A page that is open, and what went wrong in it. */
export interface Opened {
  readonly page: Page;
  /** What it asked for beside itself. */
  readonly requests: readonly string[];
  /** Errors of scripts, and what its policy refused. */
  readonly errors: readonly string[];
}

/** Opens HTML as a page. Nothing of it reaches a network; at its end it must have asked for nothing. */
export async function open(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  let isFirst = true;
  await context.route('**', (route) => {
    const url = route.request().url();
    if (url === address && isFirst) {
      isFirst = false;
      return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
    }
    requests.push(url);
    return route.abort();
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(address);
  onTestFinished(async () => {
    await context.close();
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
  });
  return { page, requests, errors };
}
