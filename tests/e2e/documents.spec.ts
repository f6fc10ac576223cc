/**
 * A document from the panel to a phone: published by one click it stands on the running screen, its code is read off a
 * photograph of the wall, and the phone says the whole text in French and in English, without scripts.
 */
import type { Browser, Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { axeFaults } from '../support/axe.ts';
import { ADMIN, approve, scheduleEverywhere, startKiosk, startPalier, type Palier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

const SECRET_END = 'fin du texte entier';
const CONTENT = {
  kind: 'charter',
  fr: {
    title: 'Parler sans risque',
    points: [{ text: 'Dites « je ».' }, { text: 'Un doute ? Demandez.' }],
    body: `Préambule.\n\n## En votre nom\n\n${'Un été entier de règles claires. '.repeat(60)}\n\n## Les clients\n\nRien.\n\n## Fin\n\nEt la ${SECRET_END}.`,
  },
  en: {
    title: 'Talking safely',
    points: [{ text: 'Say “I”.' }],
    body: '## In your name\n\nThe end of the whole text.',
  },
};
const MAX_BYTES = 30_000;

test('published in the panel, on the wall, scanned, and read whole on a phone in both languages', async ({
  browser,
  page: wall,
}) => {
  const palier = await startPalier();
  const kiosk = await startKiosk(palier.url);
  try {
    const { body: made } = await palier.api<{ id: string; code: string }>('POST', '/api/documents', {
      content: CONTENT,
    });
    const entries = [{ id: 'charte', durationMs: 60_000, item: { kind: 'document', document: made.id } }];
    await palier.api('POST', '/api/playlists', { id: 'hall', name: { fr: 'Hall' }, entries });
    await scheduleEverywhere(palier, 'hall');
    await wall.setViewportSize({ width: 1920, height: 1080 });
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall));
    await untilState(wall, 'playing');
    const panel = await signIn(browser, palier);
    await panel.goto(`${palier.url}/documents/${made.id}`);
    await expect(panel.getByRole('heading', { name: 'Parler sans risque' }).first()).toBeVisible();
    expect(await axeFaults(panel)).toEqual([]);

    const startedMs = Date.now();
    await panel.getByRole('button', { name: 'Publier' }).click();
    await expect(wall.getByText('Un doute').first()).toBeVisible();
    await expect.poll(async () => codeIn(await wall.screenshot())).toContain(`/d/${made.code}`);
    const address = palier.url + new URL(codeIn(await wall.screenshot()) ?? '').pathname;
    for (const [locale, words] of [
      ['fr-FR', SECRET_END],
      ['en-GB', 'The end of the whole text.'],
    ] as const) {
      const phone = await phoneIn(browser, locale, false);
      await phone.goto(address);
      await expect(phone.getByText(words)).toBeVisible();
      await phone.context().close();
    }
    expect(Date.now() - startedMs).toBeLessThan(15_000);

    await findsWithoutScripts(browser, address);
    await isLightAndReachable(browser, address);
    await saysThatItIsOverdue(browser, palier, made.id, address);
    await keepsOlderVersions(browser, palier, made.id, address);
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});

async function findsWithoutScripts(browser: Browser, address: string): Promise<void> {
  const phone = await phoneIn(browser, 'fr-FR', false);
  await phone.goto(address);
  await phone.getByLabel('Chercher dans ce texte').fill('ETE');
  await phone.getByRole('button', { name: 'Chercher' }).click();
  await expect(phone.getByText('60 passages')).toBeVisible();
  expect(await phone.locator('mark').count()).toBe(60);
  await phone.getByRole('button', { name: 'English' }).click();
  await expect(phone.getByRole('heading', { name: 'Talking safely' })).toBeVisible();
  await phone.context().close();
}

async function isLightAndReachable(browser: Browser, address: string): Promise<void> {
  const phone = await phoneIn(browser, 'fr-FR', true);
  const { bytes, parts } = await firstView(phone, address);
  expect(bytes, JSON.stringify(parts)).toBeLessThan(MAX_BYTES);
  await phone.getByLabel('Chercher dans ce texte').fill('clients');
  await expect(phone.locator('[data-found]')).toContainText('1 ici');
  await expect(phone.getByRole('button', { name: 'Imprimer' })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await phone.emulateMedia({ colorScheme });
    expect(await axeFaults(phone)).toEqual([]);
  }
  await phone.setViewportSize({ width: 320, height: 640 });
  await phone.addStyleTag({ content: 'html { font-size: 212.5% !important; }' });
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await phone.context().close();
}

async function saysThatItIsOverdue(browser: Browser, palier: Palier, id: string, address: string): Promise<void> {
  const { etag } = await palier.api('GET', `/api/documents/${id}`);
  await palier.api('PUT', `/api/documents/${id}`, { content: CONTENT, reviewOn: '2020-01-31' }, { 'if-match': etag });
  const phone = await phoneIn(browser, 'fr-FR', false);
  await phone.goto(address);
  await expect(phone.getByText('Il devait être relu avant le 31 janvier 2020')).toBeVisible();
  await phone.context().close();
}

async function keepsOlderVersions(browser: Browser, palier: Palier, id: string, address: string): Promise<void> {
  const { etag } = await palier.api('GET', `/api/documents/${id}`);
  const content = { ...CONTENT, fr: { ...CONTENT.fr, body: 'Un texte tout neuf.' } };
  await palier.api('PUT', `/api/documents/${id}`, { content }, { 'if-match': etag });
  await palier.api('POST', `/api/documents/${id}/publish`, {});
  const phone = await phoneIn(browser, 'fr-FR', false);
  await phone.goto(address);
  await expect(phone.getByText('Un texte tout neuf.')).toBeVisible();
  await phone.getByRole('link', { name: 'Versions précédentes' }).click();
  await expect(phone.getByRole('listitem')).toHaveText([/^Version 2 du .* En vigueur$/, /^Version 1 du .* \d{4}\s*$/]);
  await phone.getByRole('link', { name: 'Version 1 du' }).click();
  await expect(phone.getByText('Elle n’est plus en vigueur')).toBeVisible();
  await expect(phone.getByText(SECRET_END)).toBeVisible();
  await phone.getByLabel('Chercher dans ce texte').fill('été');
  await phone.getByRole('button', { name: 'Chercher' }).click();
  await expect(phone.getByText('60 passages')).toBeVisible();
  await phone.getByRole('link', { name: 'Lire la version en vigueur' }).click();
  await expect(phone.getByText('Un texte tout neuf.')).toBeVisible();
  await phone.context().close();
}

async function signIn(browser: Browser, palier: Palier): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1366, height: 768 } });
  await context.request.post(`${palier.url}/api/session`, { data: ADMIN, headers: { origin: palier.url } });
  return context.newPage();
}

async function phoneIn(browser: Browser, locale: string, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ locale, javaScriptEnabled, viewport: { width: 390, height: 844 } });
  return context.newPage();
}

function codeIn(screenshot: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(screenshot);
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
