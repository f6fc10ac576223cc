/** Sources in the built panel, by the keyboard: a list of another reader, sets to begin with, and an address that is refused. */
import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { STARTER_SETS } from '../../api/src/feeds/starter-sets.ts';
import { missing, usePanel } from './built-panel.ts';

const LIST = `<?xml version="1.0"?><opml version="2.0"><body>
<outline text="Le Chantier" xmlUrl="https://chantier.example/rss"/>
<outline text="Le Port" xmlUrl="https://port.example/rss"/>
<outline text="Notre intranet" xmlUrl="http://192.168.1.9/rss"/>
<outline text="Le Bassin" xmlUrl="https://bassin.example/rss"/>
</body></opml>`;
const press = async (page: Page, name: string | RegExp, key = 'Enter') => {
  const button = page.getByRole('button', {
    name,
    exact: typeof name === 'string',
  });
  await button.focus();
  await page.keyboard.press(key);
};

describe.skipIf(missing !== undefined)(`sources${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const { opened, stored } = usePanel();
  const namesOf = async (page: Page): Promise<string[]> =>
    (await stored(page, 'sources')).body.sources.map(({ source }: { source: { name: string } }) => source.name);

  test('a list of feeds is taken: what is new, what was there, and which line cannot be used', async () => {
    const page = await opened('/sources');
    await press(page, 'Ajouter une source');
    await press(page, 'Depuis une liste (OPML)');
    const dialog = page.getByRole('dialog');
    const add = dialog.getByRole('button', { name: 'Ajouter', exact: true });
    expect(await add.isDisabled()).toBe(true);
    const file = {
      name: 'flux.opml',
      mimeType: 'text/x-opml',
      buffer: Buffer.from(LIST),
    };
    await dialog.getByLabel('Fichier OPML').setInputFiles(file);
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/sources/opml'));
    await add.focus();
    await page.keyboard.press('Enter');
    expect((await sent).postDataJSON()).toEqual({ opml: LIST, topics: [] });
    await page.getByText(/^2 sources ajoutées · 1 déjà dans vos sources · 1 inutilisable.: Notre intranet$/).waitFor();
    await dialog.waitFor({ state: 'detached' });
    const names = await namesOf(page);
    expect(names).toEqual(expect.arrayContaining(['Le Chantier', 'Le Bassin']));
    expect(names).not.toContain('Notre intranet');
    await page.context().close();
  });

  test('sets of several trades are chosen with the space bar, and their sources are there', async () => {
    const page = await opened('/sources');
    const [first, second] = STARTER_SETS;
    if (first === undefined || second === undefined) throw new Error('there are not two sets');
    await press(page, 'Ajouter une source');
    await press(page, 'Pour commencer');
    const dialog = page.getByRole('dialog');
    for (const { name } of [first, second]) {
      await dialog.getByRole('checkbox', { name: new RegExp(`^${name.fr}`) }).focus();
      await page.keyboard.press('Space');
    }
    // Whoever thinks better of one takes its tick away again.
    await page.keyboard.press('Space');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/sources/starter'));
    await dialog.getByRole('button', { name: 'Ajouter', exact: true }).focus();
    await page.keyboard.press('Enter');
    expect((await sent).postDataJSON()).toEqual({ sets: [first.id] });
    await page.getByText(`${first.feeds.length} sources ajoutées`).waitFor();
    const names = await namesOf(page);
    for (const { name } of first.feeds) {
      expect(names).toContain(name);
    }
    expect(names).not.toContain(second.feeds[0]?.name);
    await page.context().close();
  });

  test.each([
    ['http://192.168.1.9/rss', 'Cette adresse mène au réseau de la maison'],
    ['https://archives.example/rss', 'Une autre de vos sources a déjà cette adresse'],
  ])('a source that is given the address %s says what is wrong with it', async (address, words) => {
    const page = await opened('/sources');
    await page
      .getByRole('button', { name: /La Gazette/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('Adresse du flux');
    await field.fill(address);
    await page.keyboard.press('Enter');
    expect(await dialog.getByRole('alert').innerText()).toContain(words);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.screenshot({
      path: `out/edit-source-${address.length}.png`,
    });
    await page.context().close();
  });
});
