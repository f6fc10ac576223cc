/**
 * Figures and Wi-Fi on running screens: a file dropped in the panel becomes a card on the wall, the next one of its name
 * changes it without a gap; a password changes on the screen it is meant for, and never reaches the one beside it.
 */
import type { BrowserContext, Page } from '@playwright/test';
import {
  ADMIN,
  approve,
  noticeEntry,
  libraryOf,
  scheduleEverywhere,
  startPalier,
  type Palier,
} from '../support/palier.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

const FIRST = 'Mois;Tri (%)\n2026-09;60,5\n2026-10;64\n';

test('a dropped file is a card on the wall, and a password stays on its screen', async ({ browser }) => {
  const palier = await startPalier({ library: libraryOf('hall', [noticeEntry('hello', 'Bonjour')]) });
  try {
    const panel = await (
      await browser.newContext({ locale: 'fr-FR', viewport: { width: 1366, height: 768 } })
    ).newPage();
    const [hall, floor] = [await newWall(browser.newContext(), palier), await newWall(browser.newContext(), palier)];
    await scheduleEverywhere(palier, 'hall');
    await untilState(hall.page, 'playing');

    await signIn(panel, palier);
    const figure = await dropFirst(panel, palier);
    await show(palier, { kind: 'results', figures: [figure] });
    await expect(hall.page.locator('.figure')).toContainText('64');
    const gaps = await countGaps(hall.page);
    await panel.goto(`${palier.url}/results`);
    await drop(panel, `${FIRST}2026-11;67\n`);
    await expect(hall.page.locator('.figure').last()).toContainText('67');
    expect(await gaps()).toBe(0);

    const { body: network } = await palier.api<{ network: { id: string } }>('POST', '/api/networks', {
      ssid: 'Invites',
      target: { screens: [hall.id] },
      password: 'premier-secret',
    });
    await show(palier, { kind: 'wifi', network: network.network.id });
    await expect(hall.page.locator('.secret')).toContainText('premier-secret');
    await expect(floor.page.locator('[data-quiet]')).toBeVisible();
    await panel.goto(`${palier.url}/networks/${network.network.id}`);
    await expect(panel.locator('body')).not.toContainText('premier-secret');
    await panel.getByLabel('Prochain mot de passe').fill('deuxieme-secret');
    await panel.getByRole('button', { name: 'Ajouter' }).click();
    // The card before stays until this one is ready: for a moment both are there.
    await expect(hall.page.locator('.secret').filter({ hasText: 'deuxieme-secret' })).toBeVisible();
    expect(await floor.page.content()).not.toContain('secret-');
    const told = await floor.page.evaluate(async () => (await fetch('now')).text());
    expect([told.includes('premier-secret'), told.includes('deuxieme-secret')]).toEqual([false, false]);
  } finally {
    await palier.stop();
  }
});

async function newWall(context: Promise<BrowserContext>, palier: Palier) {
  const page = await (await context).newPage();
  await page.goto(`${palier.url}/play/`);
  const id = await approve(palier, await pairingCode(page));
  await page.waitForFunction(() => document.documentElement.dataset['state'] !== 'pairing');
  return { page, id };
}

async function signIn(panel: Page, palier: Palier): Promise<void> {
  await panel.goto(`${palier.url}/sign-in?next=/results`);
  await panel.locator('input[type=email]').fill(ADMIN.email);
  await panel.locator('input[type=password]').fill(ADMIN.password);
  await panel.getByRole('button', { name: 'Se connecter' }).click();
  await expect(panel.getByRole('heading', { name: 'Résultats', exact: true })).toBeVisible();
}

async function drop(panel: Page, text: string): Promise<void> {
  const file = { name: 'tri.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await panel.locator('input[type=file]').first().setInputFiles(file);
}

/** A name that nobody knows leads to a new figure, mapped by a guess that only needs words. */
async function dropFirst(panel: Page, palier: Palier): Promise<string> {
  await panel.waitForLoadState('networkidle');
  await drop(panel, FIRST);
  await expect(panel.getByText('Ce réglage est gardé')).toBeVisible();
  await panel.getByLabel('Titre FR').fill('Déchets triés');
  await panel.getByLabel('Source FR').fill('Services généraux');
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(panel).toHaveURL(/\/results\/(?!new$)[\w-]+$/);
  const { body } = await palier.api<{ figures: { figure: { id: string } }[] }>('GET', '/api/figures');
  return body.figures[0]?.figure.id ?? '';
}

/** Puts one item where the playlist had another. */
async function show(palier: Palier, item: unknown): Promise<void> {
  const { body, etag } = await palier.api<{ playlist: object }>('GET', '/api/playlists/hall');
  const playlist = { ...body.playlist, entries: [{ id: 'one', durationMs: 60_000, item }] };
  await palier.api('PUT', '/api/playlists/hall', playlist, { 'if-match': etag });
}

/** Counts frames in which no figure stands on the wall; the answer ends it. */
async function countGaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = { gaps: 0 };
    Object.assign(window, { counted });
    const look = () => {
      if (document.querySelector('.shown .figure, .coming .figure') === null) counted.gaps += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return () => page.evaluate(() => Number(Reflect.get(Reflect.get(window, 'counted'), 'gaps')));
}
