/** Axe on every page of the built panel, its words in both languages. Skipped, with the reason, where there is no build or browser. */
import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { axeFaults } from '../support/axe.ts';
import { missing, usePanel } from './built-panel.ts';
import { INBOX_PAGES } from './fake-inbox.ts';

const PAGES = [
  '/',
  '/screens',
  '/screens/cafeteria',
  '/screens/pair?code=K7QX4MRA',
  '/schedule',
  '/schedule?at=2026-11-23T10:00',
  '/playlists',
  '/playlists/journee',
  '/playlists/new',
  '/media',
  '/documents',
  '/documents/new',
  '/surveys',
  '/surveys/new',
  '/surveys/semaine',
  '/surveys/semaine/codes',
  '/surveys/brouillon/edit',
  '/proposals',
  '/proposals/garden',
  '/proposals/bike?act=decline',
  '/proposals/menu',
  '/proposals/audit',
  '/proposals/settings',
  '/proposals/poster',
  '/sources',
  '/sources?stories=live',
  '/mix',
  '/sharing',
  '/sharing?of=trade',
  '/engagement',
  '/start',
  '/results',
  '/surveys/barometre/results',
  '/surveys/barometre/results?cut=0',
  '/surveys/parking/results',
  '/surveys/barometre/decisions',
  '/networks',
  '/reports',
  '/takeovers',
  '/settings',
  '/inbox/sealed',
  '/nothing-here',
];

describe.skipIf(missing !== undefined)(`pages${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const { person, pageOf, open, signIn, at } = usePanel();

  test.each([
    ['fr-FR', 'wcag'],
    ['en-GB', 'words'],
  ] as const)('axe finds nothing on any of them (%s, %s)', async (locale, rules) => {
    const { context, page, faults } = await person({ locale });
    const found: string[] = [];
    await open(page, '/sign-in');
    found.push(...(await faultsOn(page, '/sign-in', rules)));
    await signIn(page, (button) => page.click(button));
    const left = [...PAGES];
    const walk = async (tab: Page) => {
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await open(tab, path);
        found.push(...(await faultsOn(tab, path, rules)));
        if (await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
          found.push(`${path}: too wide`);
        expect(await tab.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
      }
    };
    await Promise.all([walk(page), walk(await pageOf(context, faults))]);
    await open(page, '/playlists/journee');
    await page.locator('button.title').first().click();
    await page.locator('[role=dialog]').waitFor();
    found.push(...(await faultsOn(page, 'item dialog', rules)));
    await open(page, '/');
    await page.locator('header.head button').first().click();
    await page.locator('[role=dialog]').waitFor();
    found.push(...(await faultsOn(page, 'takeover dialog', rules)));
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('axe finds nothing on the pages of HR, whose inbox is open or locked, wide or narrow', async () => {
    const found: string[] = [];
    const walk = async (who: string, paths: readonly string[]) => {
      const { context, page, faults } = await person();
      await context.addCookies([{ name: 'palier_session', value: who, url: at('/') }]);
      for (const path of paths) {
        await open(page, path);
        expect(new URL(page.url()).pathname).toBe(path);
        found.push(...(await faultsOn(page, path)));
        await page.setViewportSize({ width: 320, height: 700 });
        if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
          found.push(`${path}: too wide at 320`);
        await page.setViewportSize({ width: 1366, height: 768 });
      }
      expect(faults).toEqual([]);
      await context.close();
    };
    await Promise.all([walk('rh', INBOX_PAGES), walk('rh2', ['/inbox/unlock'])]);
    expect(found).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)('ready campaigns', () => {
  const { opened } = usePanel();

  test('one is made, shows what is left to do, and is taken back, by keyboard', async () => {
    const page = await opened('/start');
    const card = page.getByRole('region', { name: 'Premier baromètre' });
    await card.getByRole('button', { name: /^Préparer/ }).press('Enter');
    const left = card.getByRole('link', { name: 'Programmer la playlist' });
    expect(await left.getAttribute('href')).toBe('/schedule?playlist=journee');
    const undo = card.getByRole('button', { name: /^Défaire la campagne/ });
    await undo.press('Enter');
    const dialog = page.getByRole('alertdialog');
    expect(await dialog.textContent()).toContain('pour de bon : la playlist.');
    await dialog.getByRole('button', { name: 'Annuler' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await left.waitFor();
    await undo.press('Enter');
    await dialog.getByRole('button', { name: 'Défaire la campagne' }).press('Enter');
    await card.getByRole('button', { name: /^Préparer/ }).waitFor();
    await page.getByText('sauf ce qui a changé ou sert déjà : le document').waitFor();
    await page.context().close();
  });
});

async function faultsOn(page: Page, where: string, rules: 'wcag' | 'words' = 'wcag'): Promise<string[]> {
  return (await axeFaults(page, rules)).map((fault) => `${where}: ${fault}`);
}
