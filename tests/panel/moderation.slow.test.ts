/** Moderation in the built panel: a queue worked through with both hands on the keyboard. Over the fake API. */
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

const SAVED = { timeout: 8_000 };

describe.skipIf(missing !== undefined)(
  `moderation in the panel${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { opened, stored } = usePanel();

    test('a moderator works through the queue with the keyboard alone', async () => {
      const page = await opened('/proposals');
      const view = async (id: string) => (await stored(page, `proposals/${id}`)).body;
      const stateOf = async (id: string) => (await view(id)).entry.state;
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      const head = (name: string) => page.getByRole('heading', { level: 2, name }).first().waitFor();
      const press = (...keys: string[]) =>
        keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
      await page.getByText('6', { exact: true }).first().waitFor();

      await press('?');
      await page.getByRole('dialog', { name: 'Raccourcis clavier' }).waitFor();
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });

      // The oldest first; its phone number is marked where it stands.
      await press('j');
      await head('Le potager du toit donne');
      expect(await page.locator('mark').textContent()).toBe('06 12 34 56 78');

      // Asked for changes from a suggestion; what was asked is what the author reads.
      await press('c');
      await expect.poll(focused, SAVED).toContain('Il manque');
      await press('Enter');
      await page.keyboard.type(' Merci.');
      await press('Control+Enter');
      await head('Collecte de jouets');
      expect((await view('garden')).decisions.at(-1)).toMatchObject({
        did: 'asked-changes',
        reason: 'Il manque le lieu ou la date. Merci.',
      });

      // What says the same is ticked from beside it.
      await page.getByRole('button', { name: 'La cocher' }).press('Enter');
      expect(await page.getByRole('checkbox', { name: 'Cocher « Des jouets pour Noël »' }).isChecked()).toBe(true);
      await page.getByRole('button', { name: 'Décocher' }).press('Enter');

      // Approved, taken back, approved again: the next one comes by itself.
      await press('a');
      await head('Des jouets pour Noël');
      expect(await stateOf('toysabcd')).toBe('live');
      await press('u');
      await head('Collecte de jouets');
      await expect.poll(() => stateOf('toysabcd'), SAVED).toBe('waiting');
      await press('a');
      await head('Des jouets pour Noël');

      // Declined without a reason it is not.
      await press('r');
      await expect.poll(focused, SAVED).toContain('annonce');
      await press('Tab', 'Control+Enter');
      await page.getByText('Écrivez une raison').waitFor();
      await page.keyboard.type('Elle y est déjà.');
      await press('Control+Enter');
      await head('Atelier vélo');
      expect(await stateOf('toysefgh')).toBe('declined');

      // What changed since it was approved is shown word by word; mended, then gone past.
      expect(await page.locator('del').textContent()).toContain('Vendredi');
      await press('e');
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), SAVED).toBe('INPUT');
      await press('End');
      await page.keyboard.type(' du jeudi');
      await press('Control+Enter');
      await head('Atelier vélo du jeudi');
      await press('n');
      await head('La mienne');

      // Nobody approves their own.
      expect(await page.getByRole('button', { name: 'Approuver' }).first().isDisabled()).toBe(true);
      await press('a', 'k');
      await head('Atelier vélo du jeudi');
      expect(await stateOf('mine')).toBe('waiting');
      await page.context().close();
    });

    test('with T it is taken in hand and let go, with X ticked and unticked', async () => {
      const page = await opened('/proposals/mine');
      const claim = async () => (await stored(page, 'proposals/mine')).body.entry.claim;
      const tick = page.getByRole('checkbox', { name: 'Cocher « La mienne »' });
      await page.keyboard.press('t');
      await page.getByRole('button', { name: 'Lâcher', pressed: true }).waitFor();
      expect(await claim()).toMatchObject({ userId: 'ines' });
      await page.keyboard.press('t');
      await page.getByRole('button', { name: 'Prendre en main', pressed: false }).waitFor();
      expect(await claim()).toBeUndefined();
      expect(await tick.isChecked()).toBe(false);
      await page.keyboard.press('x');
      await page.getByRole('group', { name: '1 cochée' }).waitFor();
      expect(await tick.isChecked()).toBe(true);
      await page.keyboard.press('x');
      await expect.poll(() => tick.isChecked(), SAVED).toBe(false);
      await page.context().close();
    });

    test('many at once, and a link of the daily letter that asks before it decides', async () => {
      const page = await opened('/proposals/bike?act=approve&revision=1');
      await page.getByText('Approuver cette proposition').waitFor();
      await page.getByText('Le texte a changé depuis le courriel').waitFor();
      expect((await stored(page, 'proposals/bike')).body.entry.state).toBe('waiting');
      await page.getByRole('button', { name: 'Pas maintenant' }).click();
      await page.getByRole('checkbox', { name: 'Cocher « Atelier vélo' }).check();
      await page.getByRole('checkbox', { name: 'Cocher « La mienne »' }).check();
      const many = page.getByRole('group', { name: '2 cochées' });
      await many.getByRole('button', { name: 'Approuver' }).click();
      await page.getByText('1 décidée').waitFor();
      await page.getByText('« La mienne » : c’est la vôtre').waitFor();
      expect((await stored(page, 'proposals/bike')).body.entry.state).toBe('live');
      await page.context().close();
    });
  },
);

describe.skipIf(missing !== undefined)(
  `a moderator who comes from the daily letter${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { person, stored, at } = usePanel();

    test('signs in first, is asked what the link asks for, about the words it was written about, and decides', async () => {
      const { page, context } = await person();
      // The shape of a link in the letter: see tests/moderation.
      await page.goto(at('/proposals/toysabcd?act=approve&revision=1'));
      await page.waitForURL(/\/sign-in\?/);
      await page.fill('[name=email]', 'ines@acme.fr');
      await page.fill('[name=password]', 'bonjour-palier');
      await page.keyboard.press('Enter');
      await page.waitForURL(at('/proposals/toysabcd?act=approve&revision=1'));
      const question = page.getByRole('alert').filter({ hasText: 'Approuver cette proposition' });
      await question.waitFor();
      // The words are still those of the letter: nothing says that they changed.
      expect(await question.getByText('Le texte a changé depuis le courriel').count()).toBe(0);
      const state = async () => (await stored(page, 'proposals/toysabcd')).body.entry.state;
      expect(await state()).toBe('waiting');
      // No screen shows its topics: said before it is approved, with what to do next.
      await page.getByText('Aucun écran ne montre ces sujets : Finance').waitFor();
      await page.locator('html[data-awake]').waitFor();
      await question.getByRole('button', { name: 'Approuver' }).click();
      await expect.poll(state, SAVED).toBe('live');
      await context.close();
    });

    test('reads who decided what: proposals, and stories of sources', async () => {
      const { page, context } = await person();
      await page.goto(at('/sign-in?next=/proposals/audit'));
      await page.fill('[name=email]', 'ines@acme.fr');
      await page.fill('[name=password]', 'bonjour-palier');
      await page.keyboard.press('Enter');
      const row = page.getByRole('row').filter({ hasText: 'Un cadre pour le fret de nuit' });
      await row.waitFor();
      expect(await row.textContent()).toMatch(/Laissée passer.*Inès Marchal.*Le Quotidien du rail/);
      const hidden = page.getByRole('row').filter({ hasText: 'Nos résultats du semestre' });
      expect(await hidden.textContent()).toMatch(/Masquée après trois signalements.*Des signalements/);
      await context.close();
    });
  },
);
