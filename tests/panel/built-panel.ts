/** The built panel over the fake API, and people who look at it in a real Chromium. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { findHeadless } from '../support/chromium.mjs';
import { runSource, type Running } from '../support/processes.ts';

const built = existsSync(new URL('../../control-panel/build/handler.js', import.meta.url));
const executablePath = await findHeadless();

/** Why these tests cannot run here; absent where they can. */
export const missing = !built
  ? 'the panel is not built'
  : executablePath === undefined
    ? 'there is no Chromium'
    : undefined;

/** Call it inside `describe`: starts server and browser before its tests, and ends them after. */
export function usePanel() {
  let browser: Browser;
  let server: Running;
  let url = '';

  beforeAll(async () => {
    server = runSource('tests/panel/serve.ts', ['0'], {});
    url = (await server.printed(/http:\/\/[\d.:]+/))[0];
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox'],
    });
  });
  afterEach(async () => {
    // One that stays open, after a failure, computes on beside the tests after it.
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  type Options = Parameters<Browser['newContext']>[0];
  const newContext = (options: Options = {}) =>
    browser.newContext({
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: { width: 1366, height: 768 },
      ...options,
    });

  /** Somebody with a browser of their own; `faults` gathers what their console complains of. */
  async function person(options: Options = {}): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
    const context = await newContext(options);
    const faults: string[] = [];
    return { context, page: await pageOf(context, faults), faults };
  }

  async function pageOf(context: BrowserContext, faults: string[] = []): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text());
    });
    return page;
  }

  /** Opens a page and waits until its buttons answer. */
  async function open(page: Page, path: string): Promise<void> {
    await page.goto(url + path);
    await page.locator('html[data-awake]').waitFor();
  }

  async function signIn(page: Page, click: (button: string) => Promise<void>): Promise<void> {
    await open(page, '/sign-in');
    await page.fill('[name=email]', 'ines@acme.fr');
    await page.fill('[name=password]', 'bonjour-palier');
    await click('form.stack button');
    await page.waitForURL(`${url}/`);
    await page.locator('html[data-awake]').waitFor();
  }

  /** A page of somebody who has signed in, without walking through the form. */
  async function opened(path: string, options: Options = {}): Promise<Page> {
    const context = await newContext(options);
    await context.request.post(`${url}/api/session`, {
      data: { email: 'ines@acme.fr', password: 'bonjour-palier' },
      headers: { origin: url },
    });
    const page = await pageOf(context);
    await open(page, path);
    return page;
  }

  /** What the API holds now, asked with the person's own cookie. */
  async function stored(page: Page, path: string) {
    const answer = await page.request.get(`${url}/api/${path}`);
    return { body: await answer.json(), etag: answer.headers()['etag'] ?? '' };
  }

  return { person, pageOf, open, signIn, opened, stored, at: (path: string) => url + path };
}
