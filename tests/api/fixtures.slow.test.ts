/**
 * Real files that nobody here made, dropped into the watched folder like a new colleague would: each joins the library,
 * whole and without a word of complaint. They are no part of the project; where they lie is said by PALIER_FIXTURES, or
 * they lie beside the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LibraryFile } from '@palier/playlists/library-file';
import type { Media } from '@palier/playlists/media';
import { openHouse, testClock, until, type House } from './house.ts';

const folder = process.env['PALIER_FIXTURES'] ?? fileURLToPath(new URL('../../../shared/fixtures', import.meta.url));
const missing = existsSync(folder) ? '' : ` (skipped: no folder ${basename(folder)}; PALIER_FIXTURES names it)`;
const filesIn = (kind: string) =>
  missing === '' && existsSync(join(folder, kind))
    ? readdirSync(join(folder, kind)).map((name) => `${kind}/${name}`)
    : [];
const pictures = filesIn('images');
const films = filesIn('video');
const documents = filesIn('documents');
const all = [...pictures, ...films, ...documents];

describe.skipIf(all.length === 0)(`the files of others${missing}`, () => {
  let house: House;
  let media: Media[] = [];
  let files: LibraryFile[] = [];
  const bytesOf = (sha256: string) => readFile(house.parts.mediaStore.pathOf(sha256));

  beforeAll(async () => {
    house = await openHouse({ clock: testClock({ realTimers: true }) });
    const cookie = await house.as('editor');
    for (const file of all) {
      const to = join(house.settings.assetsDir, file);
      await mkdir(dirname(to), { recursive: true });
      await copyFile(join(folder, file), to);
    }
    const look = async () => {
      media = (await house.call('GET', '/api/media', { cookie })).body.media;
      files = (await house.call('GET', '/api/library', { cookie })).body.files;
      return new Set([...media, ...files].map(({ id }) => id));
    };
    await until(
      'every file',
      async () => {
        const known = await look();
        return house.parts.mediaFolder.faults().length > 0 || all.every((file) => known.has(file as Media['id']));
      },
      120_000,
    );
  }, 150_000);
  afterAll(() => house.close());

  test('all of them join', () => expect(house.parts.mediaFolder.faults()).toEqual([]));

  test.each(pictures)('%s: upright, in several sizes, without a position', async (file) => {
    const picture = media.find(({ id }) => id === file);
    const { width, height, orientation = 1 } = await sharp(join(folder, file)).metadata();
    const upright = orientation >= 5 ? [height, width] : [width, height];
    const [widthPx, heightPx] = [picture?.widthPx ?? 0, picture?.heightPx ?? 1];
    expect(widthPx / heightPx).toBeCloseTo((upright[0] ?? 0) / (upright[1] ?? 1), 1);
    expect(picture?.tags).toEqual(['images']);
    for (const sha256 of [picture?.sha256 ?? '', ...(picture?.variants ?? []).map((one) => one.sha256)]) {
      const { exif, xmp, iptc } = await sharp(await bytesOf(sha256)).metadata();
      expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    }
  });

  test('one of the pictures did have a position', async () => {
    // The tag that points to it, in either order of bytes.
    const tags = [Buffer.from([0x88, 0x25]), Buffer.from([0x25, 0x88])];
    const details = await Promise.all(pictures.map((file) => sharp(join(folder, file)).metadata()));
    expect(details.some(({ exif }) => tags.some((tag) => exif?.includes(tag)))).toBe(true);
  });

  test.each(films)('%s: plays on kiosks, with its length known', (file) => {
    const film = media.find(({ id }) => id === file);
    expect(film?.type).toMatch(/^video\//);
    expect(film?.durationMs).toBeGreaterThan(0);
  });

  test.each(documents)('%s: a picture of every page, none of them blank', async (file) => {
    const document = files.find(({ id }) => id === file);
    const pagesSaid = readFileSync(join(folder, file), 'latin1').match(/\/Type\s*\/Page[^s]/g)?.length;
    const pages = document?.pages ?? [];
    expect(pages.length).toBeGreaterThan(0);
    // Of a document whose pages can be counted in its text.
    expect(pages.length).toBe(pagesSaid ?? pages.length);
    for (const id of pages) {
      const page = media.find((one) => one.id === id);
      const { channels } = await sharp(await bytesOf(page?.sha256 ?? '')).stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(1);
    }
  });
});
