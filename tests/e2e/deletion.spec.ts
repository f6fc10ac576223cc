/** The item that plays is deleted: the screen goes to the next one, and is never empty on the way. */
import type { PlaylistView } from '@palier/playlists/views';
import { approve, libraryOf, noticeEntry, scheduleEverywhere, startKiosk, startPalier } from '../support/palier.ts';
import { expect, test } from './test.ts';
import { onTheWall, pairingCode, untilShown, untilState } from './wall.ts';

test('deleting the item that plays leads to the next one; deleting them all leads to the brand card', async ({
  page,
}) => {
  const palier = await startPalier();
  const kiosk = await startKiosk(palier.url);
  try {
    const entries = [noticeEntry('one', 'Un', 60_000), noticeEntry('two', 'Deux', 60_000)];
    await palier.api('POST', '/api/playlists', libraryOf('hall', entries)['hall']);
    await scheduleEverywhere(palier, 'hall');
    await page.goto(kiosk.url);
    await approve(palier, await pairingCode(page));
    await untilState(page, 'playing');
    const playing = (await onTheWall(page)).item;
    const other = playing === 'one' ? 'two' : 'one';

    const first = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
    const left = first.body.playlist.entries.filter((entry) => entry.id !== playing);
    await palier.api(
      'PUT',
      '/api/playlists/hall',
      { ...first.body.playlist, entries: left },
      { 'if-match': first.etag },
    );
    await untilShown(page, other);

    const second = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
    await palier.api(
      'PUT',
      '/api/playlists/hall',
      { ...second.body.playlist, entries: [] },
      { 'if-match': second.etag },
    );
    await untilState(page, 'idle');
    await expect(page.locator('body')).not.toBeEmpty();
    const pixel = await page.screenshot();
    expect(pixel.byteLength).toBeGreaterThan(3000);

    const third = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
    await palier.api('PUT', '/api/playlists/hall', { ...third.body.playlist, entries }, { 'if-match': third.etag });
    await untilState(page, 'playing');
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});
