/** Moderation in the built panel: a queue worked through with both hands on the keyboard. Over the fake API. */
import { describe, expect, test } from 'vitest';
import { axeFaults } from '../support/axe.ts';
import { missing, usePanel } from './built-panel.ts';

const SAVED = { timeout: 8_000 };

describe.skipIf(missing !== undefined)(
  `moderation in the panel${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { opened, stored } = usePanel();

    test('U takes back nothing else where the decision that it means was refused', async () => {
      const page = await opened('/proposals/toysabcd');
      const stateOf = async (id: string) => (await stored(page, `proposals/${id}`)).body.entry.state;
      await page.keyboard.press('a');
      await page.getByText('Approuvée : Collecte de jouets').waitFor();
      const [refuse, asked] = [Promise.withResolvers<void>(), [] as string[]];
      await page.route('**/decision', async (route) => {
        asked.push(route.request().method());
        await refuse.promise;
        if (asked.length > 1) return route.continue();
        await route.fulfill({ status: 503, json: { type: 'about:blank', title: 'Unavailable', status: 503 } });
      });
      await page.keyboard.press('a');
      await page.keyboard.press('u');
      await expect.poll(() => asked.length, SAVED).toBe(1);
      refuse.resolve();
      await page.getByText('Le serveur ne répond pas').waitFor();
      expect(await stateOf('toysabcd')).toBe('live');
      expect(asked).toEqual(['POST']);
      // Pressed again it means the one before.
      await page.keyboard.press('u');
      await page.getByText('Décision reprise : Collecte de jouets').waitFor();
      expect(asked).toEqual(['POST', 'DELETE']);
      await page.context().close();
    });

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

      // Approved and taken back in one breath, then approved: the next one comes by itself.
      await press('a', 'u');
      await page.getByText('Décision reprise : Collecte de jouets').waitFor();
      await head('Collecte de jouets');
      expect(await stateOf('toysabcd')).toBe('waiting');
      await press('a');
      await head('Des jouets pour Noël');
      expect(await stateOf('toysabcd')).toBe('live');

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

    test('what reports hid is taken in hand and shown again by keys alone', async () => {
      const page = await opened('/proposals/menu');
      const entry = async () => (await stored(page, 'proposals/menu')).body.entry;
      await page.getByText('Masquée après trois signalements').waitFor();
      await page.keyboard.press('t');
      await page.getByRole('button', { name: 'Lâcher', pressed: true }).waitFor();
      expect((await entry()).claim).toMatchObject({ userId: 'ines' });
      await page.keyboard.press('a');
      await page.getByText('De nouveau à l’écran : Le nouveau menu').waitFor();
      expect(await entry()).toMatchObject({ state: 'live', hidden: false });
      await page.context().close();
    });

    test('before stands beside now: whose name, when, for whom, and the pictures, each with a word and not a colour alone', async () => {
      const page = await opened('/proposals/bike');
      const changed = (name: string) => page.getByRole('region', { name }).locator('dl > div');
      const texts = async (name: string) =>
        (await changed(name).allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
      expect(await texts('catégorie')).toEqual(['Avant Petite annonce', 'Maintenant Nouvelle']);
      expect(await texts('pour qui')).toEqual(['Avant Finance', 'Maintenant tout le monde']);
      expect(await texts('dates')).toEqual(['Avant sans date', 'Maintenant à partir du 3 décembre']);
      expect(await texts('signature')).toEqual([
        'Avant Marie-Antoinette de La Tour du Pin-Verclause (un nom)',
        'Maintenant La production (une équipe)',
      ]);
      const pictures = changed('images');
      const states = async (side: number) =>
        (await pictures.nth(side).getByRole('listitem').allTextContents()).map((text) => text.trim());
      expect(await states(0)).toEqual(['1. gardée', '2. enlevée']);
      expect(await states(1)).toEqual(['1. gardée', '2. nouvelle']);
      const old = pictures.nth(0).getByRole('img', { name: 'Image 2, Avant' });
      await expect.poll(() => old.evaluate((image: HTMLImageElement) => image.naturalWidth), SAVED).toBeGreaterThan(0);
      expect(await page.locator('.alt ins').textContent()).toMatch(/^Ajouté\s:\s+sous le préau$/);
      expect(await axeFaults(page)).toEqual([]);
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
      await page.getByText('1 approuvée').waitFor();
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

    test.each([
      ['ask', 'Demander une retouche à son auteur', 'Demander une retouche', 'changes-requested'],
      ['decline', 'Refuser cette proposition', 'Refuser', 'declined'],
    ] as const)(
      'follows the link to “%s” of the letter to its end: the question, a reason, the decision',
      async (act, words, button, state) => {
        const { page, context } = await person();
        await page.goto(at(`/sign-in?next=${encodeURIComponent(`/proposals/toysefgh?act=${act}&revision=1`)}`));
        await page.fill('[name=email]', 'ines@acme.fr');
        await page.fill('[name=password]', 'bonjour-palier');
        await page.keyboard.press('Enter');
        await page.waitForURL(at(`/proposals/toysefgh?act=${act}&revision=1`));
        const decided = async () => (await stored(page, 'proposals/toysefgh')).body;
        const question = page.getByRole('alert').filter({ hasText: words });
        await question.waitFor();
        await page.locator('html[data-awake]').waitFor();
        await question.getByRole('button', { name: button }).press('Enter');
        await page.getByRole('dialog').getByRole('textbox', { name: 'Votre raison' }).fill('Dites à quel étage.');
        expect((await decided()).entry.state).toBe('waiting');
        await page.keyboard.press('Control+Enter');
        await expect.poll(async () => (await decided()).entry.state, SAVED).toBe(state);
        expect((await decided()).decisions.at(-1)).toMatchObject({ reason: 'Dites à quel étage.' });
        // It asks once: coming back to what was decided poses no question.
        expect(page.url()).not.toContain('act=');
        const undone = await page.request.delete(at('/api/proposals/toysefgh/decision'), {
          headers: { origin: at('') },
        });
        expect(undone.ok()).toBe(true);
        await context.close();
      },
    );

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

describe.skipIf(missing !== undefined)(
  `what a moderator takes back, and where the focus is${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    const { person, opened, stored, at } = usePanel();
    type Page = Awaited<ReturnType<typeof opened>>;
    const on = (page: Page) => ({
      press: (...keys: string[]) =>
        keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve()),
      focused: () => page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`),
      head: (name: string) => page.getByRole('heading', { level: 2, name }).first().waitFor(),
      states: async (...ids: string[]) =>
        (await Promise.all(ids.map((id) => stored(page, `proposals/${id}`)))).map(({ body }) => body.entry.state),
    });

    test('U takes the last decision back: all that was decided in one go, from the list too', async () => {
      const page = await opened('/proposals');
      const { press, focused, head, states } = on(page);
      const toast = (text: string) => page.getByRole('status').getByText(text);
      await press('j');
      await head('Le potager du toit donne');
      await press('a');
      await head('Collecte de jouets');
      await press('x', 'j');
      await head('Des jouets pour Noël');
      await press('x');

      // The keys stand on what is ticked, and decide on that.
      const many = page.getByRole('group', { name: '2 cochées' });
      await many.getByRole('button', { name: 'Approuver les 2' }).waitFor();
      await press('r');
      await page.getByRole('dialog').getByText('2 cochées').waitFor();
      await expect.poll(focused, SAVED).toContain('annonce');
      await press('Enter', 'Control+Enter');
      await toast('2 refusées').waitFor();
      expect(await states('toysabcd', 'toysefgh', 'garden')).toEqual(['declined', 'declined', 'live']);
      await expect.poll(focused, SAVED).toMatch(/^H2 propositions? atten/);

      await press('u');
      await toast('2 décisions reprises').waitFor();
      expect(await states('toysabcd', 'toysefgh', 'garden')).toEqual(['waiting', 'waiting', 'live']);
      expect(await toast('2 refusées').count()).toBe(0);
      await expect.poll(focused, SAVED).toMatch(/^H2 propositions? atten/);
      await press('u');
      await toast('Aucune décision à reprendre').waitFor();
      await page.context().close();
    });

    test('U from the next one takes back what can be of the lot, and says what cannot', async () => {
      const page = await opened('/proposals/toysabcd');
      const { press, focused, head, states } = on(page);
      const toast = (text: string) => page.getByRole('status').getByText(text);
      await press('a');
      await head('Des jouets pour Noël');
      await press('x', 'j');
      await head('Atelier vélo');
      await press('x', 'a');
      await toast('2 approuvées').waitFor();
      expect(await states('toysefgh', 'bike', 'mine')).toEqual(['live', 'live', 'waiting']);
      await page.request.delete(at('/api/proposals/bike/decision'), { headers: { origin: at('') } });
      await press('j');
      await expect.poll(focused, SAVED).toMatch(/^H2 (?:Atelier vélo|La mienne)/);
      await press('u');
      await toast('Décision reprise : Des jouets pour Noël').waitFor();
      await toast('« Atelier vélo » : la décision ne se reprend plus').waitFor();
      expect(await states('toysabcd', 'toysefgh')).toEqual(['live', 'waiting']);
      await page.context().close();
    });

    test('one that is taken back is named, in the place of what said that it was decided', async () => {
      const page = await opened('/proposals/toysefgh');
      const { press, focused } = on(page);
      const toast = (text: string) => page.getByRole('status').getByText(text);
      await press('a');
      await toast('Approuvée : Des jouets pour Noël').waitFor();
      await press('u');
      await toast('Décision reprise : Des jouets pour Noël').waitFor();
      expect(await toast('Approuvée : Des jouets pour Noël').count()).toBe(0);
      await expect.poll(focused, SAVED).toBe('H2 Des jouets pour Noël');
      await page.context().close();
    });

    test('sent without a reason, from a suggestion as from the field, it says what is missing', async () => {
      const page = await opened('/proposals/bike');
      const { press, focused, states } = on(page);
      await press('r');
      await expect.poll(focused, SAVED).toContain('annonce');
      await press('Control+Enter');
      await page.getByText('Écrivez une raison').waitFor();
      await expect.poll(focused, SAVED).toMatch(/^TEXTAREA/);
      expect(await page.getByRole('textbox', { name: 'Votre raison' }).inputValue()).toBe('');
      expect(await states('bike')).toEqual(['waiting']);
      await page.context().close();
    });

    test('after the last one, and on the decisions, the focus is on the heading; to sign in, in the first field', async () => {
      const page = await opened('/proposals/bike');
      const { press, focused } = on(page);
      const others = ['garden', 'toysabcd', 'toysefgh', 'mine', 'menu'].map((id) => ({ id, revision: 1 }));
      await page.request.post(at('/api/proposal-decisions'), {
        data: { did: 'declined', reason: 'Elle y est déjà.', proposals: others },
        headers: { origin: at('') },
      });
      await page.reload();
      await page.locator('html[data-awake]').waitFor();
      await press('r');
      await expect.poll(focused, SAVED).toContain('annonce');
      await press('Enter', 'Control+Enter');
      await expect.poll(focused, SAVED).toBe('H2 Rien n’attend');
      await page.getByRole('link', { name: 'Décisions' }).press('Enter');
      await expect.poll(focused, SAVED).toMatch(/^H2 Décisions, /);
      await page.context().close();

      const { page: stranger, context } = await person();
      await stranger.goto(at('/sign-in'));
      await expect
        .poll(() => stranger.evaluate(() => document.activeElement?.getAttribute('name')), SAVED)
        .toBe('email');
      await context.close();
    });
  },
);
