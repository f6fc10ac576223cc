/** A screen is looked for, rests outside its hours, and the panel says so; mail goes out, and the report leaves as a file. */
import type { ScreenView } from '@palier/playlists/views';
import {
  ADMIN,
  approve,
  libraryOf,
  noticeEntry,
  scheduleEverywhere,
  startKiosk,
  startPalier,
} from '../support/palier.ts';
import { startSmtp } from '../support/smtp.ts';
import { expect, test } from './test.ts';
import { pairingCode, untilState } from './wall.ts';

test('a screen shows its name, rests in the dark, and its plays leave as a file', async ({ page, browser }) => {
  const smtp = await startSmtp();
  const { url, from } = smtp.settings();
  const palier = await startPalier({
    library: libraryOf('hall', [noticeEntry('one', 'Bienvenue')]),
    env: { SMTP_URL: url, MAIL_FROM: from.address },
  });
  const kiosk = await startKiosk(palier.url);
  try {
    await scheduleEverywhere(palier, 'hall');
    const wall = await browser.newPage();
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall), 'Hall');
    await untilState(wall, 'playing');
    const view = async () => {
      const { body } = await palier.api<{ screens: ScreenView[] }>('GET', '/api/screens');
      const found = body.screens.find(({ screen }) => screen.name === 'Hall');
      if (found === undefined) throw new Error('the screen is not there');
      return found;
    };
    await expect.poll(async () => (await view()).health).toBe('playing');
    const { id } = (await view()).screen;

    // Its name, big, when somebody looks for it.
    await palier.api('POST', '/api/screen-commands', { screens: [id], kind: 'identify' });
    await expect(wall.locator('.identify')).toContainText('Hall');

    // The test letter goes through the same mail server as an alert would.
    await palier.api('POST', '/api/mail/test', {});
    expect((await smtp.received())[0]?.to).toEqual([ADMIN.email]);

    // Outside its hours the wall rests, dark on purpose, and the panel says that it does.
    await palier.api('PATCH', `/api/screens/${id}`, {
      powerHours: [{ weekdays: [((new Date().getUTCDay() + 3) % 7) + 1], from: '03:00', until: '03:01' }],
    });
    await untilState(wall, 'resting');
    await expect.poll(async () => (await view()).health).toBe('resting');

    await page.goto(`${palier.url}/sign-in`);
    await page.getByLabel(/mail/i).fill(ADMIN.email);
    await page.locator('input[type=password]').fill(ADMIN.password);
    await page.locator('input[type=password]').press('Enter');
    await page.waitForURL((at) => !at.pathname.startsWith('/sign-in'));
    await page.goto(`${palier.url}/screens/${id}`);
    await expect(page.getByRole('heading', { name: 'Hall' })).toBeVisible();
    await page.goto(`${palier.url}/reports`);
    const download = page.waitForEvent('download');
    await page.locator('a[download]').click();
    expect((await download).suggestedFilename()).toMatch(/^palier-.*\.csv$/);
  } finally {
    await kiosk.stop();
    await palier.stop();
    await smtp.stop();
  }
});
