/** The watched folder: files dropped in join the library, files taken away leave it, and nothing is lost by accident. */
import { copyFile, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Media } from '@palier/playlists/media';
import { openHouse, playlistOf, testClock, until, type House } from './house.ts';
import { pdfOf } from './pdf.ts';

let house: House;
let cookie: string;
let jpeg: Buffer;
let png: Buffer;
beforeAll(async () => {
  const colour = { create: { width: 80, height: 40, channels: 4, background: '#0b5d5780' } } as const;
  jpeg = await sharp(colour).jpeg().toBuffer();
  png = await sharp(colour).png().toBuffer();
});
beforeEach(async () => {
  house = await openHouse({ clock: testClock({ realTimers: true }) });
  cookie = await house.as('editor');
});
afterEach(() => house.close());

describe('the watched folder', () => {
  const inFolder = (name: string) => join(house.settings.assetsDir, name);
  const library = async () => (await house.call('GET', '/api/media', { cookie })).body;
  const names = async () => (await library()).media.map((one: Media) => one.id);

  test('a file dropped in joins, in its subfolder, once it has settled; brand and hidden files do not', async () => {
    await mkdir(inFolder('photos'), { recursive: true });
    await mkdir(inFolder('brand'), { recursive: true });
    await writeFile(inFolder('brand/logo.png'), png);
    await writeFile(inFolder('.secret.png'), png);
    await writeFile(inFolder('photos/été.png'), png.subarray(0, 100));
    await new Promise((resolve) => setTimeout(resolve, 400));
    await writeFile(inFolder('photos/été.png'), png);
    await until('the file', async () => (await names()).length > 0);
    expect(await names()).toEqual(['photos/été.png']);
    expect((await library()).media[0]).toMatchObject({ origin: 'folder', type: 'image/webp' });
    expect((await library()).faults).toEqual([]);
    expect((await library()).media[0].tags).toEqual(['photos']);
    await rm(inFolder('photos/été.png'));
    await writeFile(inFolder('other.jpg'), jpeg);
    await until('it to go', async () => (await names()).join() === 'other.jpg');
  });

  test('one that lies is refused in the panel, and told again after a restart', async () => {
    await writeFile(inFolder('lie.jpg'), '%PDF-1.7');
    await until('the fault', async () => (await library()).faults.length === 1);
    expect((await library()).faults[0]).toMatchObject({ file: 'lie.jpg', reason: expect.stringContaining('PDF') });
    await house.close(true);
    house = await openHouse({ dir: house.dir, clock: testClock({ realTimers: true }) });
    cookie = await house.as('editor');
    await until('the fault again', async () => (await library()).faults.length === 1);
    await copyFile(inFolder('lie.jpg'), inFolder('x.tmp'));
    await writeFile(inFolder('lie.jpg'), jpeg);
    await until('the mending', async () => (await names()).join() === 'lie.jpg');
    await until('the fault to go', async () => (await library()).faults.length === 0);
  });

  test('a document taken away while its pages are made leaves nothing behind, and no complaint', async () => {
    await writeFile(inFolder('booklet.pdf'), pdfOf(6));
    await until('the work', async () => house.parts.mediaFolder.working().length > 0);
    await rm(inFolder('booklet.pdf'));
    const files = async () => (await house.call('GET', '/api/library', { cookie })).body.files;
    await until('the end of the work', async () => house.parts.mediaFolder.working().length === 0, 30_000);
    await until('it to go', async () => (await files()).length === 0 && (await names()).length === 0);
    await house.parts.mediaFolder.settled();
    expect((await library()).faults).toEqual([]);
    // Dropped again, it is a new file.
    await writeFile(inFolder('booklet.pdf'), pdfOf(2));
    await until('it to come back', async () => (await names()).length === 2);
  });

  test('what was taken in once is not taken in again at each start; a change is', async () => {
    await writeFile(inFolder('a.png'), png);
    await until('the file', async () => (await names()).length === 1);
    const before = (await library()).media[0];
    await house.close(true);
    house = await openHouse({ dir: house.dir, clock: testClock({ realTimers: true }) });
    cookie = await house.as('editor');
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    await house.parts.mediaFolder.settled();
    expect(await house.storage.revision('media')).toBe(1);
    await writeFile(inFolder('a.png'), await sharp(png).resize(10).png().toBuffer());
    await utimes(inFolder('a.png'), 1, 1);
    await until('the change', async () => (await library()).media[0].sha256 !== before.sha256);
  });

  test('a file that a playlist shows is kept when it goes, and a folder that is gone takes nothing', async () => {
    await writeFile(inFolder('a.png'), png);
    await writeFile(inFolder('b.png'), png);
    await until('the files', async () => (await names()).length === 2);
    await house.edit(
      'POST',
      '/api/playlists',
      playlistOf('day', [{ id: 'p', item: { kind: 'picture', media: 'a.png' } }]),
    );
    await rm(inFolder('a.png'));
    await until('the fault', async () => (await library()).faults.length === 1);
    expect(await names()).toEqual(['a.png', 'b.png']);
    await house.close(true);
    await rm(house.settings.assetsDir, { recursive: true });
    house = await openHouse({ dir: house.dir, clock: testClock({ realTimers: true }) });
    cookie = await house.as('editor');
    await house.parts.mediaFolder.settled();
    expect(await names()).toEqual(['a.png', 'b.png']);
  });

  test('a file that is renamed, even into another folder, stays what it was to every playlist', async () => {
    await writeFile(inFolder('a.png'), png);
    await until('the file', async () => (await names()).length === 1);
    const before = (await library()).media[0];
    const entry = { id: 'p', item: { kind: 'picture', media: 'a.png' } };
    await house.edit('POST', '/api/playlists', playlistOf('day', [entry]));
    await mkdir(inFolder('hall'));
    await rename(inFolder('a.png'), inFolder('hall/b.png'));
    await until('the new place', async () => (await library()).media[0]?.file === 'hall/b.png');
    expect((await library()).media[0]).toMatchObject({ id: 'a.png', sha256: before.sha256, tags: ['hall'] });
    expect((await library()).faults).toEqual([]);
    await writeFile(inFolder('a.png'), await sharp(png).resize(10).png().toBuffer());
    await until('another file of the old name', async () => (await names()).length === 2);
    expect(await names()).toEqual(['a-2.png', 'a.png']);
    expect((await library()).media.find((one: Media) => one.id === 'a.png').sha256).toBe(before.sha256);
  });

  test('the last file that is taken away goes; the folder that is another than it was takes nothing', async () => {
    await writeFile(inFolder('a.png'), png);
    await until('the file', async () => (await names()).length === 1);
    await rm(inFolder('a.png'));
    await until('it to go', async () => (await names()).length === 0);
    expect((await library()).faults).toEqual([]);
    await writeFile(inFolder('b.png'), png);
    await until('the next', async () => (await names()).length === 1);
    await rename(house.settings.assetsDir, `${house.settings.assetsDir}-elsewhere`);
    await mkdir(house.settings.assetsDir);
    await until('the fault', async () => (await library()).faults.length === 1);
    expect((await library()).faults[0]).toMatchObject({ code: 'folder-emptied' });
    expect(await names()).toEqual(['b.png']);
  });
});
