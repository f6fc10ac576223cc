/** The mix in the built panel: what is short and what helps, the reason above a fifth, what was changed, and rules for repeats. */
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

describe.skipIf(missing !== undefined)(`the mix${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const { opened } = usePanel();

  test('says what is short, by how much, and where to go', async () => {
    const page = await opened('/mix');
    const trade = page.getByText('Seulement 3 nouvelles du métier, pour environ 14 souhaitées');
    await trade.waitFor();
    const links = trade.getByRole('link');
    expect(await links.allInnerTexts()).toEqual([
      'Relire celle qui attend',
      expect.stringMatching(/^S’abonner à d’autres sources.: Production$/),
    ]);
    expect(await links.first().getAttribute('href')).toBe('/sources?stories=waiting');
    const posts = page.getByText('Aucune proposition de collègue à l’écran');
    expect(await posts.getByRole('link').getAttribute('href')).toBe('/proposals/poster');
    await page.context().close();
  });

  test('lists who changed shares, took an audience away, or called a source the trade’s', async () => {
    const page = await opened('/mix');
    const lines = await page.locator('.audit li').allInnerTexts();
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/Le Port.+ne parle plus pour la maison mais pour le métier\s+Inès Marchal/);
    expect(lines[1]).toMatch(/L’atelier.+maison 40.%, collègues 15.%\s+Raison.: La semaine du lancement/);
    expect(lines[2]).toMatch(/Le quai.+public retiré \(maison 35.%.+\s+Paul Roy/);
    await page.context().close();
  });

  test('asks why as soon as the house has more than a fifth, and saves nothing without', async () => {
    const page = await opened('/mix');
    await page.getByRole('button', { name: 'Modifier « Tous les autres écrans »' }).click();
    const dialog = page.getByRole('dialog');
    const why = dialog.getByLabel('Pourquoi plus de 20 % ?');
    expect(await why.count()).toBe(0);
    await dialog.getByLabel('Part de la maison, hors propositions').selectOption('25');
    await why.fill('Bref');
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    expect(
      await why.evaluate((field: HTMLTextAreaElement) => field.validity.tooShort || field.validity.valueMissing),
    ).toBe(true);
    expect(await dialog.isVisible()).toBe(true);
    await page.context().close();
  });

  test('sets how often a source comes and when a story comes again', async () => {
    const page = await opened('/mix');
    const sent = page.waitForRequest(
      (request) => request.method() === 'PUT' && request.url().endsWith('/api/audiences'),
    );
    await page.getByRole('button', { name: 'Modifier « L’atelier »' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Plus de réglages').click();
    await dialog.getByText('Au rythme actuel, 20 actualités durent environ 4 min').waitFor();
    await dialog.getByLabel('Régler une source').selectOption({ label: 'Le Port' });
    await dialog.getByLabel('Le Port, fréquence').selectOption({ label: 'Jamais' });
    await dialog.getByLabel('Autres actualités entre deux d’une même source').fill('4');
    await dialog.getByLabel('Actualités avant qu’une même revienne').fill('30');
    await dialog.getByLabel('Minutes avant qu’une même revienne').fill('10');
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    const { audiences } = (await sent).postDataJSON();
    expect(audiences[0]).toMatchObject({
      id: 'atelier',
      weights: [{ sourceId: 'port', weight: 0 }],
      sourceSpacing: 4,
      repeatAfter: 30,
      repeatMinutes: 10,
    });
    await page.context().close();
  });

  test('warns when a source of the house is called the trade’s', async () => {
    const page = await opened('/sources');
    await page
      .getByRole('button', { name: /La maison/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    const caution = dialog.getByText('Cette source parlait pour la maison');
    expect(await caution.count()).toBe(0);
    await dialog.getByRole('radio', { name: /^Métier/ }).check();
    await caution.waitFor();
    await page.context().close();
  });
});
