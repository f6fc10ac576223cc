/** "The network cable comes out: the screen goes on, through a restart of the kiosk too." */
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
import { onTheWall, pairingCode, untilShown, untilState, watchWall } from './wall.ts';

test('a screen plays on without its network, and after a restart of the kiosk without it', async ({ page }) => {
  const palier = await startPalier();
  const network = await startNetwork(palier.url);
  const kiosk = await startKiosk(network.url);
  try {
    const picture = await pictureOf({ r: 29, g: 79, b: 145 });
    await palier.api('POST', '/api/media?name=uploads/blue.jpg', new Uint8Array(picture), {
      'content-type': 'image/jpeg',
    });
    const entries = [
      noticeEntry('one', 'Un'),
      { id: 'two', durationMs: 2000, item: { kind: 'picture', media: 'uploads/blue.jpg' } },
      noticeEntry('three', 'Trois'),
    ];
    await palier.api('POST', '/api/playlists', libraryOf('hall', entries)['hall']);
    await scheduleEverywhere(palier, 'hall');

    await page.goto(kiosk.url);
    await approve(palier, await pairingCode(page));
    await untilShown(page, 'two');

    network.cut();
    const offline = await watchWall(page, 7000);
    expect(new Set(offline)).toEqual(new Set(['one', 'two', 'three']));

    await kiosk.restart('SIGKILL');
    await page.goto(kiosk.url);
    await untilState(page, 'playing');
    await untilShown(page, 'two');
    const width = await page.evaluate(() =>
      Math.max(...[...document.images].map((image) => (image.complete ? image.naturalWidth : 0))),
    );
    expect(width).toBe(640);

    network.restore();
    await palier.api('POST', '/api/takeovers', {
      target: { all: true },
      content: { kind: 'item', item: { kind: 'notice', title: { en: 'Back' } } },
      durationMs: 60_000,
    });
    await expect.poll(async () => (await onTheWall(page)).item, { timeout: 70_000 }).not.toMatch(/^(one|two|three)$/);
  } finally {
    await kiosk.stop();
    await network.close();
    await palier.stop();
  }
});
