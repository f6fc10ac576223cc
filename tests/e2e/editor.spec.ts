/**
 * From a template to the wall: an item written by form, a warning that is mended, publication at a time, and the return to
 * the version before. In French, with the running screen watched all along.
 */
import { ADMIN, libraryOf, noticeEntry, startKiosk, startPalier } from '../support/palier.ts';
import { expect, test } from './test.ts';
import { onTheWall, untilShown, untilState } from './wall.ts';

test('an invitation is drafted, mended, published at its time, and taken back', async ({ browser }) => {
  const palier = await startPalier({ library: libraryOf('hall', [noticeEntry('one', 'Premier')]) });
  const kiosk = await startKiosk(palier.url);
  const wall = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
  });
  const panel = await context.newPage();
  try {
    await wall.goto(kiosk.url);
    const code = await wall.locator('[data-pairing-code]').getAttribute('data-pairing-code');
    await palier.api('POST', `/api/pairings/${(code ?? '').replace(/\s/g, '')}/approve`, {
      name: 'Hall',
      zone: 'Europe/Paris',
      language: 'fr',
    });
    await palier.api('POST', '/api/schedules', {
      name: { fr: 'Toujours' },
      target: { all: true },
      rules: [{ id: 'always', playlistId: 'hall' }],
    });
    await untilState(wall, 'playing');
    const before = await onTheWall(wall);

    await panel.goto(`${palier.url}/sign-in`);
    await panel.getByLabel('Adresse e-mail').fill(ADMIN.email);
    await panel.locator('input[name=password]').fill(ADMIN.password);
    await panel.getByRole('button', { name: 'Se connecter' }).click();
    await panel.waitForURL(`${palier.url}/`);
    await panel.goto(`${palier.url}/playlists/hall`);
    await panel.locator('html[data-awake]').waitFor();
    await panel.getByRole('button', { name: 'Ajouter un contenu' }).click();
    await panel.getByRole('button', { name: /^QR code/ }).click();
    const dialog = panel.getByRole('dialog');
    await dialog.getByLabel('Titre, français').fill('Votre avis');
    await dialog.getByLabel('Titre, English').fill('Your view');
    await dialog.locator('input[type=url]').fill('https://palier.example/avis');
    await dialog.getByLabel(/Durée/).fill('8');
    await expect(dialog.getByText('Un QR reste au moins 10 s ; ici 8 s.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Ajouter à la playlist' }).click();

    // A draft: the wall does not show it, and publishing says what stands in the way.
    await panel.getByRole('button', { name: 'Publier', exact: true }).click();
    await expect(panel.getByRole('dialog').getByText('Un QR reste au moins 10 s ; ici 8 s.')).toBeVisible();
    await panel.getByRole('dialog').getByRole('button', { name: 'Corriger' }).click();
    await dialog.getByLabel(/Durée/).fill('10');
    await dialog.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    expect((await onTheWall(wall)).revision).toBe(before.revision);

    // At a time: planned in the panel, then brought near, so that nobody waits for the next hour.
    await panel.getByRole('button', { name: 'Publier à une date…' }).click();
    await panel.getByRole('dialog').getByRole('button', { name: 'Prévoir la publication' }).click();
    await expect(panel.getByText(/^Publication prévue .*, par/)).toBeVisible();
    const draft = await panel.request.get(`${palier.url}/api/playlists/hall/draft`);
    await panel.request.post(`${palier.url}/api/playlists/hall/draft/publish`, {
      headers: { origin: palier.url, 'if-match': draft.headers()['etag'] ?? '' },
      data: { at: new Date(Date.now() + 1_500).toISOString() },
    });
    await untilShown(wall, 'qr-1');
    await expect(panel.getByText('Brouillon', { exact: true })).toBeHidden();

    await panel
      .getByRole('button', { name: 'Autres actions' })
      .or(panel.locator('header .button.icon'))
      .first()
      .click();
    await panel.getByRole('menuitem', { name: 'Historique' }).click();
    await expect(panel.getByText('Ajouté en 2 : Votre avis')).toBeVisible();
    await panel.getByRole('button', { name: 'Revenir à cette version' }).first().click();
    await expect(panel.getByText('La version 1 est de nouveau publiée')).toBeVisible();
    await untilShown(wall, 'one');
    await expect(panel.getByRole('list', { name: 'Playlists' }).getByText('Votre avis')).toHaveCount(0);
  } finally {
    await context.close();
    await kiosk.stop();
    await palier.stop();
  }
});
