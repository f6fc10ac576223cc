/**
 * A private conversation with HR: begun from the code on the wall, closed, and come back to by six words on other phones,
 * with and without scripts, to its end. And nothing of it in addresses, referrers, caches, storage, logs or on the disk.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { devices, type Browser, type BrowserContext, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { axeFaults } from '../support/axe.ts';
import { approve, scheduleEverywhere, startKiosk, startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

const CLAIRE = { email: 'claire@palier.example', password: 'quatre marches de plus' };
const PASSPHRASE = 'a long walk in the rain';
const SAID = {
  first: 'Il manque mes heures du quatorze',
  answer: 'Nous regardons cela',
  last: 'Merci, voici la fiche',
};
const MAX_BYTES = 30_000;

test('begun at the wall, closed, resumed by receipt on other phones with and without scripts, and deleted', async ({
  browser,
  page: wall,
}) => {
  const palier = await startPalier();
  const kiosk = await startKiosk(palier.url);
  const seen = createWitness();
  try {
    const hr = await startHr(browser, palier);
    const entries = [{ id: 'rh', durationMs: 60_000, item: { kind: 'thread-call' } }];
    await palier.api('POST', '/api/playlists', { id: 'hall', name: { fr: 'Hall' }, entries });
    await scheduleEverywhere(palier, 'hall');
    await wall.setViewportSize({ width: 1920, height: 1080 });
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall));
    await untilState(wall, 'playing');
    await expect.poll(async () => codeIn(await wall.screenshot())).toBe(`${palier.url}/t`);
    const address = codeIn(await wall.screenshot()) ?? '';

    const first = await phoneIn(browser, seen, { ...devices['Pixel 7'], locale: 'fr-FR' });
    const words = await begins(first, address);
    await hr.opens(SAID.first);
    const startedMs = Date.now();
    await hr.answers(SAID.answer);
    await expect(first.getByText(SAID.answer)).toBeVisible();
    expect(Date.now() - startedMs).toBeLessThan(3_000);
    await expect(first.getByText('lu par les RH')).toBeVisible();
    await keepsNothing(first.context());
    await first.context().close();

    const second = await phoneIn(browser, seen, {
      viewport: { width: 320, height: 568 },
      locale: 'en-GB',
      javaScriptEnabled: false,
    });
    await resumesWithoutScripts(second, address, words);
    await hr.hears(SAID.last);
    await hr.answers('Bien reçu');
    await second.getByRole('button', { name: 'See if there is anything new' }).click();
    await expect(second.getByText('Bien reçu')).toBeVisible();

    const third = await phoneIn(browser, seen, { ...devices['iPhone 13'], locale: 'fr-FR' });
    await opens(third, address, words);
    await expect(third.getByText(SAID.last)).toBeVisible();
    await leavesAtOnce(third);
    await opens(third, address, words);
    await deletesWithoutScripts(second);
    await expect(third).toHaveURL(/\/t\/open/);
    await expect(third.getByText(SAID.first)).toHaveCount(0);
    await third.getByLabel('Les six mots').fill(words.join(' '));
    await third.getByRole('button', { name: 'Ouvrir', exact: true }).click();
    await expect(third.getByText('n’ouvrent aucune conversation')).toBeVisible();

    expect(seen.faults([...words, SAID.first, SAID.last])).toEqual([]);
    expect(await found(palier, words)).toEqual([]);
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});

/** From the door to the first message; answers the six words. Looks at each page for what keeps people out. */
async function begins(phone: Page, address: string): Promise<string[]> {
  const { bytes, parts } = await firstView(phone, address);
  expect(bytes, JSON.stringify(parts)).toBeLessThan(MAX_BYTES);
  await expect(phone.getByText('Ni numéro, ni adresse')).toBeVisible();
  await accessible(phone);
  await phone.getByRole('button', { name: 'Commencer' }).click();
  await phone.waitForURL('**/t/receipt');
  const words = await phone.locator('[data-words] li').allTextContents();
  expect(words).toHaveLength(6);
  await phone.getByRole('button', { name: 'Copier' }).click();
  await expect(phone.getByRole('button', { name: 'Copiés' })).toBeVisible();
  const saving = phone.waitForEvent('download');
  await phone.getByRole('button', { name: 'Image' }).click();
  expect((await saving).suggestedFilename()).toBe('six-mots.png');
  await accessible(phone);
  // The page is closed in the middle: the words wait, and nothing has been sent.
  await phone.goto('about:blank');
  await phone.goto(address);
  await phone.getByRole('link', { name: 'Continuer' }).click();
  expect(await phone.locator('[data-words] li').allTextContents()).toEqual(words);
  await phone.getByRole('link', { name: 'Je les ai notés' }).click();
  const asked = (await phone.locator('label').allTextContents()).map((label) => Number(/\d/.exec(label)?.[0]));
  const fields = phone.getByRole('textbox');
  await fields.first().fill('chaise');
  await fields.last().fill(words[(asked[1] ?? 0) - 1] ?? '');
  await phone.getByRole('button', { name: 'Continuer' }).click();
  await expect(phone.getByText(`Ce n’est pas le mot ${asked[0]}`)).toBeVisible();
  await fields.first().fill(` ${(words[(asked[0] ?? 0) - 1] ?? '').toUpperCase()}`);
  await phone.getByRole('button', { name: 'Continuer' }).click();
  await phone.getByLabel('Paie').check();
  await phone.getByRole('textbox', { name: 'Votre message' }).fill(SAID.first);
  await accessible(phone);
  // A dead network loses nothing that was typed.
  await phone.context().setOffline(true);
  await phone.getByRole('button', { name: 'Envoyer aux RH' }).click();
  await expect(phone.getByText('Pas de réseau')).toBeVisible();
  await phone.context().setOffline(false);
  await phone.getByRole('button', { name: 'Envoyer aux RH' }).click();
  await expect(phone.getByText('Réponse attendue')).toBeVisible();
  await accessible(phone);
  return words;
}

async function resumesWithoutScripts(phone: Page, address: string, words: readonly string[]): Promise<void> {
  await phone.goto(address);
  await phone.getByRole('link', { name: 'I have six words' }).click();
  const field = phone.getByLabel('The six words');
  await field.fill([...words.slice(0, 5), 'zzzz'].join(' '));
  await phone.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(phone.getByText('“zzzz” is not in the list')).toBeVisible();
  await expect(field).toHaveValue(new RegExp(words[0] ?? '?'));
  await field.fill(words.join('-').toUpperCase());
  await phone.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(phone.getByText(SAID.answer)).toBeVisible();
  expect(await phone.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(320);
  // Larger than a form of the panel may be.
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const picture = await sharp({ create: { width: 1400, height: 1000, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 95 })
    .toBuffer();
  expect(picture.length).toBeGreaterThan(700_000);
  const files = phone.getByLabel('Attach pictures or a PDF');
  await files.setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('plain') });
  await phone.getByLabel('Write to HR').fill(SAID.last);
  await phone.getByRole('button', { name: 'Send' }).click();
  await expect(phone.getByText('“note.txt” is not a picture')).toBeVisible();
  await expect(phone.getByLabel('Write to HR')).toHaveValue(SAID.last);
  await files.setInputFiles({ name: 'fiche.jpg', mimeType: 'image/jpeg', buffer: picture });
  await phone.getByRole('button', { name: 'Send' }).click();
  await phone.locator('summary', { hasText: 'Picture' }).click();
  const shown = phone.getByAltText(/^fiche\./);
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1400);
}

async function opens(phone: Page, address: string, words: readonly string[]): Promise<void> {
  await phone.goto(address);
  await phone.getByRole('link', { name: 'J’ai déjà six mots' }).click();
  await phone.getByLabel('Les six mots').fill(words.join(' '));
  await phone.getByRole('button', { name: 'Ouvrir', exact: true }).click();
  await expect(phone.getByText(SAID.first)).toBeVisible();
}

async function leavesAtOnce(phone: Page): Promise<void> {
  await phone.getByRole('button', { name: 'Quitter tout de suite' }).click();
  await phone.waitForURL('**/bye');
  await phone.goBack();
  await expect(phone.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(phone.getByText(SAID.first)).toHaveCount(0);
  expect((await phone.context().cookies()).map(({ name }) => name)).toEqual([]);
}

async function deletesWithoutScripts(phone: Page): Promise<void> {
  await phone.locator('summary', { hasText: 'Keeping and deleting' }).click();
  await expect(phone.getByText(/Deletes itself in \d+ days/)).toBeVisible();
  await phone.getByRole('link', { name: 'Delete for good' }).click();
  await phone.getByRole('button', { name: 'Delete for good' }).click();
  await expect(phone.getByRole('heading', { name: 'It is deleted' })).toBeVisible();
}

/** Cookies that end with the browser and that no script reads; no storage, no cache. */
async function keepsNothing(context: BrowserContext): Promise<void> {
  const { cookies, origins } = await context.storageState();
  expect(cookies.map(({ name, expires, httpOnly, sameSite }) => [name, expires, httpOnly, sameSite])).toEqual([
    ['palier-thread', -1, true, 'Strict'],
  ]);
  expect(origins).toEqual([]);
  const [page] = context.pages();
  expect(await page?.title()).toBe('Messages · Palier');
  expect(await page?.evaluate(() => sessionStorage.length + localStorage.length + document.cookie.length)).toBe(0);
}

async function accessible(phone: Page): Promise<void> {
  expect(await axeFaults(phone)).toEqual([]);
}

type Witness = ReturnType<typeof createWitness>;

/** Notes every address and referrer of a browser, and every answer of these pages that it might keep. */
function createWitness() {
  const addresses: string[] = [];
  const kept: string[] = [];
  return {
    watch(context: BrowserContext): void {
      context.on('request', (request) => addresses.push(request.url(), request.headers()['referer'] ?? ''));
      context.on('response', (response) => {
        const { pathname } = new URL(response.url());
        if (!pathname.startsWith('/t') && !pathname.startsWith('/api/')) return;
        const { 'cache-control': cache, 'referrer-policy': referrer } = response.headers();
        if (cache !== 'no-store' || referrer !== 'same-origin') kept.push(`${pathname}: ${cache}, ${referrer}`);
      });
    },
    faults(secrets: readonly string[]): string[] {
      expect(addresses.length).toBeGreaterThan(40);
      const told = addresses.filter((one) => secrets.some((secret) => decodeURIComponent(one).includes(secret)));
      return [...told, ...kept];
    },
  };
}

async function phoneIn(browser: Browser, seen: Witness, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext(options);
  seen.watch(context);
  return context.newPage();
}

/** Words of the receipt, side by side, in what the server said or wrote down. */
async function found(palier: Palier, words: readonly string[]): Promise<string[]> {
  const secrets = [words.join(' '), words.slice(0, 2).join(' '), SAID.first, SAID.last, SAID.answer];
  const places: [string, string][] = [['what the server said', palier.process.output()]];
  for (const entry of await readdir(palier.dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) places.push([path, await readFile(path, 'utf8')]);
  }
  return places.filter(([, text]) => secrets.some((secret) => text.includes(secret))).map(([where]) => where);
}

/** The window of somebody of HR, who has set the inbox up and has it open. */
async function startHr(browser: Browser, palier: Palier) {
  await palier.api('POST', '/api/users', { ...CLAIRE, name: 'Claire', role: 'hr', language: 'fr' });
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1366, height: 768 } });
  const headers = { origin: palier.url };
  await context.request.post(`${palier.url}/api/session`, { data: CLAIRE, headers });
  const made = await context.request.post(`${palier.url}/api/inbox`, { data: { passphrase: PASSPHRASE }, headers });
  expect(made.status()).toBe(201);
  const window = await context.newPage();
  await window.goto(`${palier.url}/inbox`);
  await window.locator('html[data-awake]').waitFor();
  const talk = window.getByRole('region', { name: /^Échanges avec/ });
  return {
    async opens(text: string): Promise<void> {
      await window.locator('a[data-thread]').filter({ hasText: text }).click();
      await expect(talk).toContainText(text);
    },
    async answers(text: string): Promise<void> {
      await window.getByLabel(/^Votre réponse à/).fill(text);
      await window.getByLabel(/^Votre réponse à/).press('Control+Enter');
      await expect(talk).toContainText(text);
    },
    hears: (text: string) => expect(talk).toContainText(text),
  };
}

function codeIn(screenshot: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(screenshot);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
