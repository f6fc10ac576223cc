/** A story that the house writes, with a picture of its library: on the wall and on a phone, and edited while it is on. */
import { approve, libraryOf, pictureOf, scheduleEverywhere, startKiosk, startPalier } from '../support/palier.ts';
import { firstView } from '../support/wire-weight.ts';
import { axeFaults } from '../support/axe.ts';
import { expect, test } from './test.ts';
import { onTheWall, pairingCode, untilState } from './wall.ts';

const MAX_BYTES = 30_000;
type Told = { id: string };

test('a story of the house is shown with its picture, and mended on the wall in place, under the same code', async ({
  browser,
}) => {
  // Long enough that nothing changes by its turn being over.
  const news = { id: 'news', durationMs: 120_000, item: { kind: 'feed', stories: 1 } };
  const palier = await startPalier({ library: libraryOf('hall', [news]) });
  const kiosk = await startKiosk(palier.url);
  try {
    const photo = await pictureOf({ r: 30, g: 120, b: 60 }, 1600, 1000);
    const sent = await fetch(`${palier.url}/api/media?name=cantine.jpg`, {
      method: 'POST',
      headers: { cookie: await palier.cookie(), origin: palier.url, 'content-type': 'image/jpeg' },
      body: new Uint8Array(photo),
    });
    expect(sent.status).toBe(201);
    const { body: made } = await palier.api<{ source: Told }>('POST', '/api/sources', { name: 'Le métier' });
    const words = { title: 'La cantine rouvre lundi', excerpt: 'Une carte de saison.', language: 'fr' };
    const { body: story } = await palier.api<Told>('POST', `/api/sources/${made.source.id}/stories`, {
      ...words,
      picture: 'cantine.jpg',
      alt: 'La grande salle',
    });
    await scheduleEverywhere(palier, 'hall');
    const wall = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await wall.goto(kiosk.url);
    await approve(palier, await pairingCode(wall), 'Hall');
    await untilState(wall, 'playing');
    const shown = wall.locator('.layer.shown .story');
    await expect(shown.locator('h1')).toHaveText('La cantine rouvre lundi');
    const picture = shown.locator('.picture img');
    await expect(picture).toHaveAttribute('alt', 'La grande salle');
    expect(await picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
    const address = await shown.locator('.address').innerText();
    const { item } = await onTheWall(wall);

    const phone = await (
      await browser.newContext({ locale: 'fr-FR', viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
    ).newPage();
    const { parts } = await firstView(phone, `${palier.url}/f/${story.id}`);
    const bytes = parts.reduce((sum, part) => sum + (part.path.includes('/media/') ? 0 : part.bytes), 0);
    expect(bytes, JSON.stringify(parts)).toBeLessThan(MAX_BYTES);
    const seen = phone.getByRole('img', { name: 'La grande salle' });
    await expect.poll(() => seen.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);

    const { etag } = await palier.api('GET', `/api/stories/${story.id}`);
    const mended = { ...words, title: 'La cantine rouvre mardi', picture: 'cantine.jpg', alt: 'La salle, vide' };
    await palier.api('PUT', `/api/stories/${story.id}`, mended, { 'if-match': etag });
    await expect(shown.locator('h1')).toHaveText('La cantine rouvre mardi');
    await expect(shown.locator('.picture img')).toHaveAttribute('alt', 'La salle, vide');
    expect(await shown.locator('.address').innerText()).toBe(address);
    expect((await onTheWall(wall)).item).toBe(item);
    await phone.reload();
    await expect(phone.getByRole('heading', { name: 'La cantine rouvre mardi' })).toBeVisible();
    const plain = await (
      await browser.newContext({ locale: 'fr-FR', viewport: { width: 390, height: 844 } })
    ).newPage();
    await plain.goto(`${palier.url}/f/${story.id}`);
    expect(await axeFaults(plain)).toEqual([]);
  } finally {
    await kiosk.stop();
    await palier.stop();
  }
});
