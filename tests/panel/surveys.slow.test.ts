/** Surveys in the built panel: from a template to the screens, with both hands on the keyboard. Over the fake API. */
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

const SAVED = { timeout: 8_000 };

describe.skipIf(missing !== undefined)(
  `surveys in the panel${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { opened, stored } = usePanel();

    test('from a template, through a branch and an undo, to published and on the screens', async () => {
      const page = await opened('/surveys/new');
      const name = { name: 'Utiliser ce modèle: Pouls de l’équipe' };
      await page.getByRole('button', name).click();
      await page.waitForURL(/\/surveys\/sondage-\d+\/edit$/);
      const id = page.url().split('/').at(-2) ?? '';
      const survey = async () => (await stored(page, `surveys/${id}`)).body.survey;
      const order = async () => (await survey()).questions.map((question: { id: string }) => question.id).join(' ');

      // Saved as it is typed, in both languages.
      await page.getByLabel('Titre, Français').fill('Et cette semaine ?');
      await page.getByLabel('Titre, English').fill('And this week?');
      await expect
        .poll(async () => (await survey()).title, SAVED)
        .toEqual({ fr: 'Et cette semaine ?', en: 'And this week?' });

      // The order by the keyboard, and back.
      await page.locator('.handle[tabindex="0"]').first().focus();
      for (const key of ['Enter', 'ArrowDown', 'Enter']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(250);
      }
      await expect.poll(order, SAVED).toBe('charge semaine mieux');
      await page.locator('.bar').getByRole('button', { name: 'Annuler' }).click();
      await expect.poll(order, SAVED).toBe('semaine charge mieux');

      // A question without words stands in the way, and says so where it is; deleted, it can come back.
      await page.getByRole('button', { name: 'Ajouter une question' }).click();
      await page.getByRole('button', { name: /^Choix unique/ }).click();
      await page.getByRole('button', { name: 'Publier…' }).click();
      expect(await page.getByRole('button', { name: 'Publier maintenant' }).isDisabled()).toBe(true);
      await page.keyboard.press('Escape');
      await page.locator('#question-question-1').getByText('Il manque un texte').waitFor();
      await page.locator('#question-question-1').getByRole('button', { name: 'Supprimer' }).click();
      await expect.poll(order, SAVED).toBe('semaine charge mieux');

      // A branch makes a second path; the phone follows it.
      await page.locator('#question-charge button.title').click();
      await page.getByRole('button', { name: 'Ajouter un embranchement' }).click();
      await page.getByRole('heading', { name: '2 parcours possibles' }).waitFor();
      const phone = page.getByRole('complementary', { name: 'Sur le téléphone' });
      await phone.getByLabel('Légère').check();
      await phone.getByRole('button', { name: 'Continuer' }).click();
      await phone.getByText('Merci').waitFor();

      await page.getByRole('link', { name: 'Réglages' }).last().click();
      await page.getByRole('radio', { name: /^QR sur place/ }).check();
      await page.getByRole('button', { name: 'Publier…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Fixé dès la publication').waitFor();
      await dialog.getByRole('button', { name: 'Publier maintenant' }).click();
      await dialog.getByText('Mettre sur les écrans').waitFor();
      await dialog.getByRole('radio').first().check();
      await dialog.getByRole('button', { name: 'Ajouter' }).click();
      await page.getByText('Le sondage est dans').waitFor();
      expect(await survey()).toMatchObject({ state: 'published', access: 'onsite', mode: 'anonymous' });
      const { playlists } = (await stored(page, 'playlists')).body;
      const items = playlists.flatMap((view: { playlist: { entries: { item: object }[] } }) => view.playlist.entries);
      expect(items.map((entry: { item: object }) => entry.item)).toContainEqual(
        expect.objectContaining({ survey: id }),
      );

      // What protects people is not offered any more.
      expect(await page.getByRole('radio', { name: /^Nominatif/ }).isDisabled()).toBe(true);
      expect(await page.getByRole('radio', { name: /^Lien ouvert/ }).isDisabled()).toBe(true);
      await page.context().close();
    });

    test('one-time codes come as cards, eight to a sheet', async () => {
      const page = await opened('/surveys/semaine/codes');
      await page.getByLabel('Combien de cartes').fill('9');
      await page.getByRole('button', { name: 'Faire les cartes' }).click();
      await page.getByRole('button', { name: 'Imprimer (2 feuilles A4)' }).waitFor();
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('heading', { name: 'Codes à usage unique' }).isVisible()).toBe(false);
      expect(await page.locator('.code').first().isVisible()).toBe(true);
      await page.context().close();
    });
  },
);
