/**
 * `node tests/support/screenshots.ts [folder]`: takes the README's pictures from the running product. It starts a
 * server on the demo, pairs screens by their own page, and photographs walls, panel and phone. Default folder:
 * assets/brand/screenshots.
 */
import { mkdir, rm, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ensureChromium } from './chromium.mjs';
import { ADMIN, approve, startPalier, type Palier } from './palier.ts';
import { pairingCode, untilShown } from '../e2e/wall.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const folder = process.argv[2] ?? join(ROOT, 'assets/brand/screenshots');
const SETTLE_MS = 1200;

const WALLS = [
  { name: 'Cafétéria', place: 'Palier 3 · Cafétéria', width: 1920, height: 1080, orientation: 'landscape' },
  { name: 'Accueil', place: 'Rez-de-chaussée', width: 1080, height: 1920, orientation: 'portrait' },
  { name: 'Open space', place: '2e étage', width: 1920, height: 1080, orientation: 'landscape' },
] as const;
const SHOTS = ['charte', 'recommandation'];

await mkdir(folder, { recursive: true });
const palier = await startPalier({
  env: { ASSETS_DIR: join(ROOT, 'assets'), LANG: 'fr_FR.UTF-8' },
  prepare: async (dataDir) => cp(join(ROOT, 'playlists/library'), join(dataDir, '../library'), { recursive: true }),
});
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: ['--autoplay-policy=no-user-gesture-required'],
});
try {
  const walls = await hangWalls(browser, palier);
  await photographWalls(walls);
  await photographPanel(browser, palier);
} finally {
  await browser.close();
  await palier.stop();
  await rm(join(folder, '.part'), { force: true });
}

async function hangWalls(on: Browser, server: Palier): Promise<Page[]> {
  const schedules = await server.api<{ schedules: { id: string }[] }>('GET', '/api/schedules');
  for (const { id } of schedules.body.schedules) await server.api('DELETE', `/api/schedules/${id}`);
  await server.api('POST', '/api/schedules', {
    name: { fr: 'Semaine', en: 'Week' },
    target: { all: true },
    rules: [{ id: 'day', playlistId: 'journee' }],
  });
  const walls: Page[] = [];
  for (const { name, place, width, height, orientation } of WALLS) {
    const wall = await on.newPage({ viewport: { width, height } });
    await wall.goto(`${server.url}/play/`);
    const id = await approve(server, await pairingCode(wall), name);
    await server.api('PATCH', `/api/screens/${id}`, { place, orientation });
    walls.push(wall);
  }
  return walls;
}

async function photographWalls(walls: Page[]): Promise<void> {
  for (const entry of SHOTS) {
    for (const [index, wall] of walls.slice(0, 2).entries()) {
      await untilShown(wall, entry, 240_000);
      if (index === 0) await wall.waitForTimeout(SETTLE_MS);
      const kind = WALLS[index]?.orientation ?? 'landscape';
      await wall.screenshot({ path: join(folder, `screen-${entry}-${kind}.png`) });
    }
  }
}

async function photographPanel(on: Browser, server: Palier): Promise<void> {
  const context = await on.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
  });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Français' }).click();
  await page.locator('input[name=email]').fill(ADMIN.email);
  await page.locator('input[name=password]').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { name: 'Vue d’ensemble' }).waitFor();
  const paths = { overview: '/', playlist: '/playlists/journee', schedule: '/schedule' };
  for (const [name, path] of Object.entries(paths)) {
    await page.goto(server.url + path);
    await page.waitForTimeout(2 * SETTLE_MS);
    await page.screenshot({ path: join(folder, `panel-${name}.png`) });
  }
  await context.close();
}
