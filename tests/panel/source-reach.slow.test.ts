/** Sources in the built panel: what walls take of each, why they take none, and a feed that nobody reads before it is added. */
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f\s]+/g, ' ');

describe.skipIf(missing !== undefined)(`sources${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const { opened } = usePanel();

  test('a source that no screen takes says so, why, and where to go; one that is shown says how much', async () => {
    const page = await opened('/sources?stories=live');
    const row = async (name: string) => plain(await page.locator('.source').filter({ hasText: name }).innerText());
    expect(await row('Der Hafenbote')).toMatch(
      /40 actualités, aucune à l’écran Aucun écran ne montre cette langue : allemand\./,
    );
    expect(await row('port.example')).toContain('12 actualités à l’écran · 21 autres prêtes');
    const topics = page.locator('.source').filter({ hasText: 'Le fil de la production' });
    expect(plain(await topics.innerText())).toContain('6 à valider Aucun écran ne montre ces sujets : Production.');
    expect(await topics.getByRole('link', { name: 'Ouvrir les publics' }).getAttribute('href')).toBe('/mix');
    // Stories that may be shown are not called shown.
    const tabs = page.getByRole('navigation', { name: 'Actualités' });
    expect(await tabs.getByRole('link').allInnerTexts()).toEqual(['À valider (17)', 'Pour les écrans', 'Écartées']);
    await page.context().close();
  });

  test.each([
    ['fr-FR', 'Ajouter une source', 'Adresse du site', 'Chercher', 'Aucun écran ne montre cette langue : '],
    ['en-GB', 'Add a source', 'Address of the site', 'Find', 'No screen shows this language: '],
  ])('a feed that nobody reads says so before it is added (%s)', async (locale, open, address, find, said) => {
    const page = await opened('/sources', { locale });
    await page.getByRole('button', { name: open, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(address).fill('hafen.example');
    await dialog.getByRole('button', { name: find, exact: true }).click();
    const notice = dialog.getByRole('status');
    await notice.waitFor();
    const isFrench = locale === 'fr-FR';
    expect(plain(await notice.innerText())).toContain(`${said}${isFrench ? 'allemand' : 'German'}.`);
    expect(await notice.getByRole('link').count()).toBe(0);
    // One of the house's languages can be given to an audience.
    await dialog.getByRole('radio', { name: /Harbour/ }).check();
    expect(plain(await notice.innerText())).toContain(`${said}${isFrench ? 'anglais' : 'English'}.`);
    expect(await notice.getByRole('link').getAttribute('href')).toBe('/mix');
    await dialog.getByRole('radio', { name: /Le Havre/ }).check();
    expect(await notice.count()).toBe(0);
    await page.context().close();
  });
});
