/**
 * The built panel in a real Chromium over the fake API: the eight clicks, the keyboard, a conflict, no scripts, a lost
 * connection. Skipped, with the reason, where there is no build or browser.
 */
import type { Page } from '@playwright/test';
import { describe, expect, test } from 'vitest';
import { missing, usePanel } from './built-panel.ts';

/** A draft saves itself a moment after the last change. */
const SAVED = { timeout: 8_000 };

describe.skipIf(missing !== undefined)(`the panel${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  const { person, open, signIn, stored, at } = usePanel();

  /** A playlist as it is being edited: its draft, or what is published when there is none. */
  async function edited(page: Page, id: string): Promise<{ entries: { id: string }[] }> {
    const draft = await stored(page, `playlists/${id}/draft`);
    return draft.body.playlist ?? (await stored(page, `playlists/${id}`)).body.playlist;
  }

  test('from sign-in to a published, scheduled playlist of three items takes at most 8 clicks', async () => {
    const { context, page, faults } = await person();
    let clicks = 0;
    const click = async (target: string | { nth: number; of: string }) => {
      clicks += 1;
      await (typeof target === 'string' ? page.locator(target) : page.locator(target.of).nth(target.nth)).click();
    };
    await signIn(page, click); // 1
    await click('a[href="/playlists/new"]'); // 2
    for (const nth of [0, 1, 2]) await click({ nth, of: 'button:has(.thumb)' }); // 3, 4, 5
    await click('form button.primary:has-text("Publier")'); // 6
    await page.waitForURL(/\/playlists\/p\d+$/);
    expect(clicks).toBeLessThanOrEqual(8);
    const id = page.url().split('/').at(-1) ?? '';
    expect((await stored(page, `playlists/${id}`)).body.playlist.entries).toHaveLength(3);
    const { schedules } = (await stored(page, 'schedules')).body;
    const rules = schedules.flatMap((schedule: { rules: { playlistId: string }[] }) => schedule.rules);
    expect(rules.filter((rule: { playlistId: string }) => rule.playlistId === id)).toHaveLength(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a takeover takes two clicks from any page, and says which screens it missed', async () => {
    const { context, page } = await person();
    await signIn(page, (button) => page.click(button));
    await open(page, '/media');
    await page.getByRole('button', { name: 'Interrompre les écrans…' }).click();
    await page.getByRole('button', { name: 'Interrompre maintenant' }).click();
    await page.waitForURL(/\/takeovers\//);
    await page.getByRole('link', { name: 'Atelier' }).waitFor();
    await page.getByRole('button', { name: 'Arrêter maintenant' }).click();
    await page.getByText('Terminée').waitFor();
    expect((await stored(page, 'takeovers')).body.takeovers.map((view: { state: string }) => view.state)).toEqual([
      'ended',
    ]);
    await context.close();
  });

  test('the order changes by the keyboard, by the buttons, and back by undo', async () => {
    const { context, page, faults } = await person();
    await signIn(page, (button) => page.click(button));
    await open(page, '/playlists/journee');
    const order = async () => {
      const playlist = await edited(page, 'journee');
      return playlist.entries.map((entry) => entry.id).join(' ');
    };
    expect(await order()).toBe('c1 r1 a1 w2');
    // The library marks the handles once the page is awake.
    await page.locator('.handle[tabindex="0"]').first().focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(250);
    }
    await expect.poll(order, SAVED).toBe('r1 c1 a1 w2');
    await page.getByRole('button', { name: /^Monter « Wi-Fi/ }).click();
    await expect.poll(order, SAVED).toBe('r1 c1 w2 a1');
    await page.waitForTimeout(700);
    await page.keyboard.press('Enter');
    await expect.poll(order, SAVED).toBe('r1 w2 c1 a1');
    await page.waitForTimeout(700);
    await page.getByRole('button', { name: 'Annuler' }).last().click();
    await expect.poll(order, SAVED).toBe('r1 c1 w2 a1');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('somebody else saved the item that is open here: it is a conflict, not a silent loss', async () => {
    const { context, page } = await person();
    await signIn(page, (button) => page.click(button));
    await open(page, '/playlists/arrivee');
    await page.locator('button.title').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const before = await stored(page, 'playlists/arrivee');
    const elsewhere = await page.request.put(at('/api/playlists/arrivee'), {
      headers: { 'if-match': before.etag },
      data: { ...before.body.playlist, name: { fr: 'Changée ailleurs' } },
    });
    expect(elsewhere.status()).toBe(200);
    await page.getByRole('heading', { level: 1, name: before.body.playlist.name.fr, includeHidden: true }).waitFor();
    // The page has heard of it by now: its own refresh has been answered.
    await page.waitForTimeout(1500);
    await dialog.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByText('Inès Marchal l’a enregistrée').waitFor();
    expect((await stored(page, 'playlists/arrivee')).body.playlist.name.fr).toBe('Changée ailleurs');
    await context.close();
  });

  test('somebody else saved in between: nothing is lost before one chooses', async () => {
    const { context, page } = await person();
    await signIn(page, (button) => page.click(button));
    await open(page, '/playlists/arrivee');
    await page
      .getByRole('button', { name: /^Descendre/ })
      .first()
      .waitFor();
    const before = await stored(page, 'playlists/arrivee');
    const first = async () => (await edited(page, 'arrivee')).entries[0]?.id;
    // A save from elsewhere that this tab has not heard of: its refreshes do not get through, and that breaks nothing.
    await context.route('**/api/session', (route) => route.abort());
    const elsewhere = await page.request.put(at('/api/playlists/arrivee'), {
      headers: { 'if-match': before.etag },
      data: { ...before.body.playlist, name: { fr: 'Arrivées' } },
    });
    expect(elsewhere.status()).toBe(200);
    await page
      .getByRole('button', { name: /^Descendre/ })
      .first()
      .click();
    await page.getByText('Inès Marchal l’a enregistrée').waitFor();
    expect(await first()).toBe('q1');
    await page.getByRole('button', { name: 'Garder la mienne' }).click();
    await expect.poll(first).toBe('w1');
    await context.close();
  });

  test('what is chosen before the scripts have come stays chosen', async () => {
    const { context, page } = await person({ viewport: { width: 390, height: 844 } });
    await signIn(page, (button) => page.click(button));
    const scripts = Promise.withResolvers<void>();
    await page.route('**/*.js', async (route) => {
      await scripts.promise;
      await route.continue();
    });
    await page.goto(at('/screens/pair?code=K7QX4MRA'), { waitUntil: 'commit' });
    const language = page.locator('main select[name=language]');
    const other = (await language.inputValue()) === 'fr' ? 'en' : 'fr';
    await language.selectOption(other);
    await page.locator('select[name=orientation]').selectOption('portrait');
    await page.getByLabel('Nom de l’écran').fill('Escalier');
    scripts.resolve();
    await page.locator('html[data-awake]').waitFor();
    expect(await language.inputValue()).toBe(other);
    expect(await page.locator('select[name=orientation]').inputValue()).toBe('portrait');
    expect(await page.getByLabel('Nom de l’écran').inputValue()).toBe('Escalier');
    await context.close();
  });

  test('a file that is chosen before the scripts have come is read', async () => {
    const { context, page } = await person();
    await signIn(page, (button) => page.click(button));
    const scripts = Promise.withResolvers<void>();
    await page.route('**/*.js', async (route) => {
      await scripts.promise;
      await route.continue();
    });
    await page.goto(at('/surveys/new'), { waitUntil: 'commit' });
    const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Rien de tel') };
    await page.locator('input[type=file]').setInputFiles(file);
    scripts.resolve();
    const refusal = page.getByRole('alert').filter({ hasText: 'Ce fichier' });
    expect(await refusal.innerText()).toBe('Ce fichier n’est ni un .lss ni un .json.');
    await context.close();
  });

  test('a form that is broken on its way says so, and what to do', async () => {
    const { context, page } = await person();
    await page.goto(at('/sign-in'));
    await page.route('**/sign-in', (route) => {
      const headers = { ...route.request().headers(), 'content-type': 'multipart/form-data; boundary=x' };
      return route.request().method() === 'POST' ? route.continue({ headers, postData: 'broken' }) : route.continue();
    });
    await page.locator('form.stack').evaluate((form: HTMLFormElement) => form.submit());
    await page.getByRole('heading', { name: 'Le formulaire n’est pas arrivé entier' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('Rien n’a été envoyé.');
    await context.close();
  });

  test('sign-in with a way back, pairing approval and the end of a takeover work without scripts', async () => {
    const { context, page } = await person({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    await page.goto(at('/screens/pair?code=K7QX4MRA'));
    await page.fill('[name=email]', 'ines@acme.fr');
    await page.fill('[name=password]', 'wrong');
    await page.click('form.stack button');
    expect(await page.textContent('[role=alert]')).toContain('ne convient pas');
    await page.fill('[name=password]', 'bonjour-palier');
    await page.click('form.stack button');
    expect(page.url()).toContain('/screens/pair?code=K7QX4MRA');
    await page.getByLabel('Nom de l’écran').fill('Escalier');
    await page.getByRole('button', { name: 'Approuver' }).click();
    await page.getByText('« Escalier » est associé').waitFor();
    const started = await page.request.post(at('/api/takeovers'), {
      data: {
        target: { all: true },
        content: { kind: 'item', item: { kind: 'notice', title: { fr: 'Essai' }, loop: 'inform', tone: 'plain' } },
        durationMs: 60_000,
      },
    });
    expect(started.status()).toBe(201);
    await page.goto(at('/'));
    await page.getByRole('button', { name: 'Arrêter maintenant' }).click();
    await page.getByText('Terminée').waitFor();
    await context.close();
  });

  test('a closed survey ends in a decision, and its card stands in a playlist: the overview stops asking', async () => {
    const { context, page, faults } = await person();
    await signIn(page, (button) => page.click(button));
    await page.getByRole('link', { name: /« Le baromètre d’automne » attend une décision/ }).waitFor();
    await open(page, '/surveys/barometre/results');
    await page.getByText('ou toutes la même chose').waitFor();
    await page.getByRole('button', { name: /Montrer à l’écran….*Recommanderiez-vous/ }).click();
    await page.getByLabel('Playlist').selectOption('arrivee');
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
    await page.getByText('Ajouté à « ').waitFor();
    const arrival = (await stored(page, 'playlists/arrivee')).body.playlist;
    expect(arrival.entries.at(-1).item).toMatchObject({ kind: 'survey-results', survey: 'barometre', figure: 'enps' });
    await page.getByRole('link', { name: 'Décider', exact: true }).click();
    await page.getByRole('button', { name: 'Décider quelque chose' }).click();
    await page.getByLabel('Quoi, français').fill('Des plats végétariens, midi et soir');
    await page
      .getByRole('dialog')
      .getByText(/\d\d\s%\sont demandé\s: des plats végétariens/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Enregistrer et publier…' }).click();
    await page.getByLabel('Playlist').selectOption({ label: 'Journée' });
    await page.getByRole('button', { name: 'Publier', exact: true }).click();
    await page.getByText('À l’écran dans : Journée').waitFor();
    const { playlist } = (await stored(page, 'playlists/journee')).body;
    const { item } = playlist.entries.at(-1);
    const { body: action } = await stored(page, `actions/${item.action}`);
    expect([item.kind, action.published, action.card.answer.fr]).toEqual([
      'decision',
      true,
      'Des plats végétariens, midi et soir',
    ]);
    await open(page, '/');
    await page.getByRole('heading', { name: 'Tenir parole' }).waitFor();
    expect(await page.getByText('« Le baromètre d’automne » attend').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a lost connection is said, and the page catches up afterwards', async () => {
    const { context, page } = await person();
    await context.route('**/api/events', (route) => route.abort());
    await signIn(page, (button) => page.click(button));
    await page.getByText('Connexion perdue, nouvel essai…').waitFor({ timeout: 10_000 });
    await context.unroute('**/api/events');
    await page.getByText('Connexion perdue, nouvel essai…').waitFor({ state: 'detached', timeout: 30_000 });
    expect(await page.getByText('Connexion perdue').count()).toBe(0);
    await context.close();
  });
});
