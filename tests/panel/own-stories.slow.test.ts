/** Stories of the house in the built panel, by keyboard: written with a picture, edited in place, taken back, and edited by two. */
import type { Locator, Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { axeFaults } from '../support/axe.ts';
import { missing, usePanel } from './built-panel.ts';

describe.skipIf(missing !== undefined)(`own stories${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const { opened, stored } = usePanel();
  const told = async (page: Page, title: string) =>
    (await stored(page, 'stories?state=live')).body.stories.find((one: { title: string }) => one.title === title);

  /** Tab until it has the focus: what is not in the order of the keys is never reached. */
  async function tabTo(page: Page, target: Locator): Promise<void> {
    await target.waitFor();
    for (let count = 0; count < 60; count += 1) {
      if (await target.evaluate((node) => node === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('the keys do not lead there');
  }

  test('one is written with a picture of the library and its description, by keyboard alone', async () => {
    const page = await opened('/sources?stories=live');
    await page.getByRole('button', { name: 'Écrire' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByLabel('Titre'));
    await page.keyboard.type('La cantine rouvre');
    await tabTo(page, dialog.getByRole('button', { name: 'Choisir une image' }));
    await page.keyboard.press('Enter');
    const first = dialog.getByRole('radio').first();
    await tabTo(page, first);
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => dialog.getByRole('radio').nth(1).isChecked()).toBe(true);
    await tabTo(page, dialog.getByLabel('Description de l’image'));
    await page.keyboard.type('La grande salle');
    // Another one and back: the words of each picture are its own.
    await tabTo(page, dialog.getByRole('radio').nth(1));
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => dialog.getByLabel('Description de l’image').inputValue()).toBe('');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => dialog.getByLabel('Description de l’image').inputValue()).toBe('La grande salle');
    expect(await dialog.getByRole('img', { name: 'La grande salle' }).count()).toBe(1);
    expect(await axeFaults(page, 'wcag')).toEqual([]);
    await tabTo(page, dialog.getByLabel('Production'));
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByRole('button', { name: 'Mettre à l’écran' }));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await told(page, 'La cantine rouvre')).toMatchObject({
      picture: 'demo/equipe-logistique-journee-portes-ouvertes.jpg',
      alt: 'La grande salle',
      language: 'fr',
      topics: ['production'],
    });
    await page.getByRole('heading', { name: 'La cantine rouvre' }).waitFor();
  });

  test('one is edited in place by keyboard, its picture removed, and the edit taken back', async () => {
    const page = await opened('/sources?stories=live');
    const before = await told(page, 'Nos résultats sont publiés');
    await page.getByRole('button', { name: 'Modifier « Nos résultats sont publiés »' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByLabel('Titre'));
    await page.keyboard.press('End');
    await page.keyboard.type(' ce matin');
    await tabTo(page, dialog.getByRole('button', { name: 'Choisir une image' }));
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByRole('radio').first());
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByRole('button', { name: 'Retirer l’image' }));
    await page.keyboard.press('Enter');
    // The focus is not lost with the button.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))
      .toBe('Choisir une image');
    await tabTo(page, dialog.getByRole('button', { name: 'Enregistrer' }));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const after = await told(page, 'Nos résultats sont publiés ce matin');
    expect(after).toEqual({ ...before, title: 'Nos résultats sont publiés ce matin' });
    await page.getByRole('button', { name: 'Annuler' }).press('Enter');
    await page.getByRole('heading', { name: 'Nos résultats sont publiés', exact: true }).waitFor();
    expect(await told(page, 'Nos résultats sont publiés')).toEqual(before);
  });

  test('who saves second is told what the first one wrote, and loses no word', async () => {
    const page = await opened('/sources?stories=live');
    const { id } = await told(page, 'Nos résultats sont publiés');
    await page.getByRole('button', { name: 'Modifier « Nos résultats sont publiés »' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Titre').fill('Ma version');
    const { body: theirs, etag } = await stored(page, `stories/${id}`);
    await page.evaluate(
      async ([path, body, version]) => {
        await fetch(path, {
          method: 'PUT',
          body,
          headers: { 'content-type': 'application/json', 'if-match': version },
        });
      },
      [`/api/stories/${id}`, JSON.stringify({ title: 'Leur version', topics: theirs.topics }), etag] as const,
    );
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await dialog.getByText('« Leur version »').waitFor();
    expect(await dialog.getByLabel('Titre').inputValue()).toBe('Ma version');
    expect((await told(page, 'Leur version')).id).toBe(id);
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect((await told(page, 'Ma version')).id).toBe(id);
  });
});
