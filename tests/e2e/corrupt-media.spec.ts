/** A download that arrives spoilt is never shown; what played before plays on until the file is whole. */
import type { PlaylistView } from '@palier/playlists/views';
import { startNetwork } from '../support/proxy.ts';
import {
  approve,
  libraryOf,
  noticeEntry,
  pictureOf,
  scheduleEverywhere,
  startKiosk,
  startPalier,
} from '../support/palier.ts';
import { expect, test } from './test.ts';
import { onTheWall, pairingCode, untilShown, watchWall } from './wall.ts';

test('a picture that arrives spoilt waits, the old loop plays on, and the whole one is shown at last', async ({
  page,
}) => {
  const palier = await startPalier();
  const network = await startNetwork(palier.url);
  const kiosk = await startKiosk(network.url);
  try {
    await palier.api(
      'POST',
      '/api/playlists',
      libraryOf('hall', [noticeEntry('one', 'Un'), noticeEntry('two', 'Deux')])['hall'],
    );
    await scheduleEverywhere(palier, 'hall');
    await page.goto(kiosk.url);
    await approve(palier, await pairingCode(page));
    await untilShown(page, 'one');

    network.corrupt(/\/media\//, 2);
    const picture = await pictureOf({ r: 194, g: 58, b: 31 }, 1280, 720);
    await palier.api('POST', '/api/media?name=uploads/red.jpg', new Uint8Array(picture), {
      'content-type': 'image/jpeg',
    });
    const { body, etag } = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
    const entries = [
      ...body.playlist.entries,
      { id: 'red', durationMs: 2000, item: { kind: 'picture', media: 'uploads/red.jpg' } },
    ];
    await palier.api('PUT', '/api/playlists/hall', { ...body.playlist, entries }, { 'if-match': etag });

    await expect.poll(() => network.corrupted(), { timeout: 20_000 }).toBe(2);
    expect((await onTheWall(page)).state).toBe('playing');
    await untilShown(page, 'red', 60_000);
    expect(await watchWall(page, 7000)).toEqual(expect.arrayContaining(['one', 'two', 'red']));
  } finally {
    await kiosk.stop();
    await network.close();
    await palier.stop();
  }
});
