/** A takeover reaches every screen, ends by itself, and the screens return to what is due then, not to what was. */
import type { TakeoverView } from '@palier/playlists/views';
import { approve, libraryOf, noticeEntry, scheduleEverywhere, startKiosk, startPalier } from '../support/palier.ts';
import { expect, test } from './test.ts';
import { onTheWall, pairingCode, untilShown, untilState, watchWall } from './wall.ts';

test('a takeover ends by itself, and a screen that missed it is listed', async ({ browser }) => {
  const palier = await startPalier({
    library: libraryOf('hall', [noticeEntry('one', 'Un'), noticeEntry('two', 'Deux')]),
  });
  const kiosks = [await startKiosk(palier.url), await startKiosk(palier.url)];
  try {
    await scheduleEverywhere(palier, 'hall');
    const walls = [];
    for (const [index, kiosk] of kiosks.entries()) {
      const wall = await browser.newPage();
      await wall.goto(kiosk.url);
      await approve(palier, await pairingCode(wall), `Écran ${index + 1}`);
      await untilState(wall, 'playing');
      walls.push(wall);
    }
    await palier.api('POST', '/api/screens', { name: 'Sans machine', zone: 'Europe/Paris', language: 'fr' });

    const { body } = await palier.api<TakeoverView>('POST', '/api/takeovers', {
      target: { all: true },
      content: { kind: 'item', item: { kind: 'notice', tone: 'alarm', title: { fr: 'Exercice', en: 'Drill' } } },
      durationMs: 12_000,
    });
    const id = body.takeover.id;
    for (const wall of walls) await expect(wall.getByText('Exercice').first()).toBeVisible();
    // What a screen said to one process is known to the other a moment later.
    const namesIn = (screens: TakeoverView['reached'] | TakeoverView['notReached']) =>
      screens.map(({ name }) => name).toSorted();
    await expect
      .poll(async () => {
        const view = (await palier.api<TakeoverView>('GET', `/api/takeovers/${id}`)).body;
        return { reached: namesIn(view.reached), notReached: namesIn(view.notReached) };
      })
      .toEqual({ reached: ['Écran 1', 'Écran 2'], notReached: ['Sans machine'] });
    for (const wall of walls) await untilShown(wall, 'one', 30_000);
    expect((await palier.api<TakeoverView>('GET', `/api/takeovers/${id}`)).body.state).toBe('ended');
    const [wall] = walls;
    if (wall === undefined) throw new Error('no wall');
    expect(new Set(await watchWall(wall, 5000))).toEqual(new Set(['one', 'two']));
    expect((await onTheWall(wall)).state).toBe('playing');
  } finally {
    for (const kiosk of kiosks) await kiosk.stop();
    await palier.stop();
  }
});
