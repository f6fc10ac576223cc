/**
 * The first day, as the person who installs it lives it: the set-up link, a screen paired by the QR on the wall from a
 * phone, a playlist reordered in the panel, a takeover in two clicks and the way back. In French, in a real Chromium.
 */
import type { Browser, Page } from '@playwright/test';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { ADMIN, libraryOf, noticeEntry, startKiosk, startPalier, type Palier } from '../support/palier.ts';
import { expect, test } from './test.ts';
import { onTheWall, untilShown, untilState, watchWall } from './wall.ts';

test('from the set-up link to a screen that follows the panel', async ({ browser }) => {
  const entries = [noticeEntry('one', 'Premier'), noticeEntry('two', 'Deuxième'), noticeEntry('three', 'Troisième')];
  const palier = await startPalier({ admin: false, library: libraryOf('hall', entries) });
  const kiosk = await startKiosk(palier.url);
  const wall = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const panel = await newPerson(browser, { width: 1366, height: 768 });
  try {
    await setUp(panel, palier);
    await wall.goto(kiosk.url);
    await pairByPhone(browser, wall, panel);
    await untilState(wall, 'idle');

    await scheduleAlways(panel, palier);
    await untilState(wall, 'playing');
    await reorder(panel, wall, palier);
    await takeOver(panel, wall, palier);
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});

async function setUp(panel: Page, palier: Palier): Promise<void> {
  const [link] = await palier.process.printed(/http:\/\/\S+\/setup\?token=\S+/);
  await panel.goto(link ?? '');
  await panel.getByLabel('Votre nom').fill('Camille Fournier');
  await panel.getByLabel('Adresse e-mail').fill(ADMIN.email);
  await panel.locator('input[name=password]').fill(ADMIN.password);
  await panel.getByRole('button', { name: 'Créer le compte' }).click();
  await expect(panel.getByRole('heading', { name: 'Vue d’ensemble' })).toBeVisible();
}

/** Reads the QR off a screenshot of the wall with a decoder that is not ours, and approves on a phone. */
async function pairByPhone(browser: Browser, wall: Page, panel: Page): Promise<void> {
  await wall.locator('[data-pairing-code]').waitFor();
  const address = qrIn(await wall.screenshot());
  const cookies = await panel.context().cookies();
  const phone = await newPerson(browser, { width: 390, height: 844 });
  await phone.context().addCookies(cookies);
  await phone.goto(address);
  await phone.getByLabel('Nom de l’écran').fill('Cafétéria');
  await phone.locator('select[name=language]').selectOption('fr');
  await phone.getByRole('button', { name: 'Approuver' }).click();
  await expect(phone.getByText('« Cafétéria » est associé')).toBeVisible();
  await phone.context().close();
}

async function scheduleAlways(panel: Page, palier: Palier): Promise<void> {
  const answer = await panel.request.post(`${palier.url}/api/schedules`, {
    headers: { origin: palier.url },
    data: { name: { fr: 'Toujours' }, target: { all: true }, rules: [{ id: 'always', playlistId: 'hall' }] },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

async function reorder(panel: Page, wall: Page, palier: Palier): Promise<void> {
  await panel.goto(`${palier.url}/playlists/hall`);
  const before = await onTheWall(wall);
  await panel.getByRole('button', { name: 'Monter « Troisième »' }).click();
  await panel.getByRole('button', { name: 'Publier', exact: true }).click();
  await wall.waitForFunction(
    (revision) => Number(document.documentElement.dataset['revision']) > revision,
    before.revision,
  );
  const seen = (await watchWall(wall, 10_000)).join(' ');
  expect(seen).toContain('one three');
  expect(seen).toContain('three two');
}

async function takeOver(panel: Page, wall: Page, palier: Palier): Promise<void> {
  await panel.goto(palier.url);
  await panel.getByRole('button', { name: 'Interrompre les écrans…' }).click();
  await panel.getByRole('button', { name: 'Interrompre maintenant' }).click();
  await expect(wall.getByText('Votre attention, s’il vous plaît').first()).toBeVisible();
  await expect(panel.getByRole('heading', { name: /Écrans touchés 1/ })).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Cafétéria' })).toBeVisible();
  await panel.getByRole('button', { name: 'Arrêter maintenant' }).click();
  await untilShown(wall, 'one');
}

async function newPerson(browser: Browser, viewport: { width: number; height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  return context.newPage();
}

function qrIn(screenshot: Buffer): string {
  const { data, width, height } = PNG.sync.read(screenshot);
  const found = jsQR.default(new Uint8ClampedArray(data), width, height);
  if (found === null) throw new Error('no QR could be read off the wall');
  return found.data;
}
