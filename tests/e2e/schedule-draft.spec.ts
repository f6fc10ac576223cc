/** A week prepared in a draft: the wall keeps what is published until the draft is, and the month and the .ics file follow. */
import {
  ADMIN,
  approve,
  libraryOf,
  noticeEntry,
  scheduleEverywhere,
  startKiosk,
  startPalier,
} from '../support/palier.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilShown } from './wall.ts';

test('a draft of the schedule changes no screen before it is published', async ({ browser }) => {
  const palier = await startPalier({
    library: {
      ...libraryOf('hall', [noticeEntry('one', 'Premier')]),
      ...libraryOf('soir', [noticeEntry('two', 'Deuxième')]),
    },
  });
  const kiosk = await startKiosk(palier.url);
  try {
    await scheduleEverywhere(palier, 'hall');
    const wall = await browser.newPage();
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall), 'Hall');
    await untilShown(wall, 'one', 30_000);

    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1366, height: 768 } });
    const panel = await context.newPage();
    await panel.goto(`${palier.url}/sign-in`);
    await panel.getByLabel('Adresse e-mail').fill(ADMIN.email);
    await panel.locator('input[name=password]').fill(ADMIN.password);
    await panel.locator('form.stack button').click();
    await panel.waitForURL(`${palier.url}/`);
    await panel.goto(`${palier.url}/schedule`);
    await panel.locator('html[data-awake]').waitFor();

    await panel.getByRole('link', { name: 'Brouillon' }).click();
    await panel.getByText('les écrans ne changent qu’à la publication').waitFor();
    await panel.locator('.rules li button').first().click();
    await panel.getByRole('dialog').getByLabel('Playlist').selectOption('soir');
    await panel.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
    const bar = panel.getByRole('region', { name: 'Brouillon' });
    await expect(bar).toContainText('1 changement');
    await expect(panel.locator('[data-slab]').first()).toContainText('soir');

    // Published is as it was: in the panel, and on the wall.
    await panel.getByRole('link', { name: 'Publié' }).click();
    await panel.getByText('Un brouillon attend d’être publié').waitFor();
    await expect(panel.locator('[data-slab]').first()).toContainText('hall');
    expect(
      (await palier.api<{ schedules: { rules: { playlistId: string }[] }[] }>('GET', '/api/schedules')).body
        .schedules[0]?.rules[0]?.playlistId,
    ).toBe('hall');
    await untilShown(wall, 'one', 30_000);

    await panel.getByRole('link', { name: 'Voir le brouillon' }).click();
    await bar.getByRole('button', { name: 'Publier', exact: true }).click();
    await panel.getByText('Publié', { exact: true }).first().waitFor();
    await untilShown(wall, 'two', 30_000);

    // The month and the calendar file say the same.
    await panel.goto(`${palier.url}/schedule?view=month`);
    await expect(panel.locator('.wide').getByText('soir').first()).toBeVisible();
    await expect(panel.locator('.wide').getByText('hall')).toHaveCount(0);
    const screen = (await palier.api<{ screens: { screen: { id: string } }[] }>('GET', '/api/screens')).body.screens[0];
    const made = await palier.api<{ url: string }>('POST', '/api/calendars', {
      of: { kind: 'screen', screenId: screen?.screen.id },
    });
    const file = await (await fetch(made.body.url)).text();
    expect(file).toContain('BEGIN:VCALENDAR');
    expect(file).toContain('SUMMARY:soir');
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});
