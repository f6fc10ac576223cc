/** The settings of proposals in the built panel, by the keyboard: the words, the reasons and one's own letter reach the API. */
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

describe.skipIf(missing !== undefined)(
  `settings of proposals${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { opened, stored } = usePanel();

    test('words and reasons are edited, one is added and one removed, and half a reason is not saved', async () => {
      const page = await opened('/proposals/settings');
      const words = page.getByLabel('Un par ligne');
      expect(await words.inputValue()).toBe('Météore');
      await words.focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nComète\n\n x \nMétéore');

      const asked = page.getByRole('group', {
        name: 'Pour demander une retouche',
      });
      await asked.getByLabel('Français').fill('Il manque le lieu.');
      const declined = page.getByRole('group', { name: 'Pour refuser' });
      await declined.getByRole('button', { name: 'Supprimer cette raison' }).focus();
      await page.keyboard.press('Enter');
      expect(await declined.getByRole('textbox').count()).toBe(0);
      const takenDown = page.getByRole('group', {
        name: 'Pour retirer des écrans',
      });
      await takenDown.getByRole('button', { name: 'Ajouter une raison' }).focus();
      await page.keyboard.press('Enter');
      await takenDown.getByLabel('Français').fill('  La date est passée. ');

      const puts: unknown[] = [];
      page.on('request', (request) => {
        if (request.method() === 'PUT') puts.push(request.postDataJSON(), request.headers()['if-match']);
      });
      const save = page.getByRole('button', { name: 'Enregistrer' });
      await save.focus();
      await page.keyboard.press('Enter');
      expect(await page.getByRole('alert').innerText()).toBe('Chaque raison s’écrit dans les deux langues.');
      expect(puts).toEqual([]);
      await takenDown.getByLabel('English').fill('The day is over.');
      await save.focus();
      await page.keyboard.press('Enter');
      await page.getByText('C’est enregistré.').waitFor();
      const settings = {
        words: ['Météore', 'Comète'],
        reasons: [
          {
            did: 'asked-changes',
            fr: 'Il manque le lieu.',
            en: 'The place or the date is missing.',
          },
          {
            did: 'taken-down',
            fr: 'La date est passée.',
            en: 'The day is over.',
          },
        ],
      };
      expect(puts).toEqual([settings, '"settings-1"']);
      expect((await stored(page, 'proposal-settings')).body.settings).toEqual(settings);
      // Saved as it stands in the list: twice the same word is one.
      expect(await words.inputValue()).toBe('Météore\nComète');
      await page.context().close();
    });

    test('the morning letter is switched off and on with the space bar', async () => {
      const page = await opened('/proposals/settings');
      const letter = page.getByRole('checkbox', {
        name: 'Recevoir chaque matin ce qui attend',
      });
      for (const [wanted, said] of [
        [false, 'Vous ne recevrez plus le courriel du matin.'],
        [true, 'Vous recevrez le courriel du matin.'],
      ] as const) {
        const sent = page.waitForRequest((request) => request.url().endsWith('/api/proposal-settings/digest'));
        await letter.focus();
        await page.keyboard.press('Space');
        expect((await sent).postDataJSON()).toEqual({ wanted });
        await page.getByText(said).waitFor();
        expect((await stored(page, 'proposal-settings')).body.digest).toBe(wanted);
      }
      await page.context().close();
    });
  },
);
