/** The demo library: it parses, speaks both languages, can be read in its time, scans from afar, and has all its media. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import QRCode from 'qrcode';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ITEM_KINDS } from '@palier/playlists/item-kind';
import { mediaOf } from '@palier/playlists/item';
import type { Localized } from '@palier/playlists/localized';
import { Playlist } from '@palier/playlists/playlist';
import { durationNeededMs, linkOf, textsOf, wordsIn } from './reading.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'playlists/library');
const assets = join(root, 'assets');
const playlists = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, playlist: Playlist.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))) }));
const rows = playlists.flatMap(({ file, playlist }) =>
  playlist.entries.map((entry) => ({ where: `${file} ${entry.id}`, entry })),
);
const links = rows.flatMap(({ where, entry }) => {
  const link = linkOf(entry.item);
  return link === undefined ? [] : [{ where, entry, link }];
});
const wifis = rows.flatMap(({ where, entry }) =>
  entry.item.kind === 'wifi' ? [{ where, entry, item: entry.item }] : [],
);
const results = rows.flatMap(({ where, entry }) =>
  entry.item.kind === 'results' ? [{ where, item: entry.item }] : [],
);
const films = rows.flatMap(({ entry }) => (entry.item.kind === 'video' ? [{ entry, name: entry.item.media }] : []));
const media = [...new Set(rows.flatMap(({ entry }) => mediaOf(entry.item)))];
const pictures = media.filter((name) => films.every((film) => film.name !== name));

describe('the demo library', () => {
  test('has the three playlists of a day, each named after its file', () => {
    expect(playlists.map(({ file }) => file)).toEqual(['accueil.json', 'journee.json', 'pause.json']);
    for (const { file, playlist } of playlists) {
      expect(playlist.id).toBe(basename(file, '.json'));
      expect(playlist.$schema).toBe('../playlist.schema.json');
      expect(Object.keys(playlist.name).sort()).toEqual(['en', 'fr']);
    }
  });

  test('shows every kind of item', () => {
    // What refers to a noun of the house, or leads to a page that a house has to open first, no file can bring along.
    const asked = new Set(['survey', 'survey-results', 'decision', 'document', 'feed', 'story']);
    const shown = new Set<string>(rows.map(({ entry }) => entry.item.kind));
    expect(ITEM_KINDS.filter((kind) => !asked.has(kind) && !shown.has(kind))).toEqual([]);
  });

  test('switches off what depends on a page that may not be there', () => {
    const off = rows.filter(({ entry }) => !entry.enabled);
    expect(off.map(({ entry }) => entry.item.kind)).toEqual(['web']);
  });

  test.each(rows)('$where says everything in French and in English', ({ entry }) => {
    const texts = textsOf(entry.item);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter(({ fr, en }) => fr === undefined || en === undefined)).toEqual([]);
    expect(texts.filter((text) => typographyFaults(text).length > 0)).toEqual([]);
  });

  test.each(rows)('$where stays long enough to be read', ({ entry }) => {
    expect(entry.durationMs).toBeGreaterThanOrEqual(durationNeededMs(entry.item));
  });

  test('counts the words as a reader does', () => {
    expect(wordsIn('Dites « je », pas « nous ».')).toBe(4);
    expect(wordsIn('Service de 11 h 45 à 14 h')).toBe(8);
    expect(
      durationNeededMs({ kind: 'notice', loop: 'inform', tone: 'plain', title: { fr: 'un deux trois', en: 'one' } }),
    ).toBe(1000);
  });

  test.each(links)(
    '$where has a QR that scans from afar: version 3 at most, 10 seconds at least',
    ({ entry, link }) => {
      expect(QRCode.create(link.url, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(3);
      expect(new URL(link.url).hostname).toMatch(/\.example$/);
      expect(`https://${link.label ?? ''}`).toBe(link.url);
      expect(entry.durationMs).toBeGreaterThanOrEqual(10_000);
    },
  );

  test.each(wifis)('$where joins by a small QR too', ({ entry, item }) => {
    const text = `WIFI:T:${item.security};S:${item.ssid};P:${item.password};;`;
    expect(QRCode.create(text, { errorCorrectionLevel: 'M' }).version).toBeLessThanOrEqual(3);
    expect(entry.durationMs).toBeGreaterThanOrEqual(10_000);
  });

  test.each(results)('$where is dated, good until spring, and its chart ends on its figure', ({ item }) => {
    expect((item.asOf ?? '9') < '2026-11-23').toBe(true);
    expect((item.staleAfter ?? '0') > '2027-03-31').toBe(true);
    expect(item.series.at(-1)?.value).toBe(item.value);
  });
});

describe('the media of the demo', () => {
  test.each(pictures)('%s is a picture, large enough for a wall and light', async (name) => {
    const { format, width } = await sharp(join(assets, name)).metadata();
    expect(['webp', 'jpeg']).toContain(format);
    expect(width).toBeGreaterThanOrEqual(1600);
    expect(statSync(join(assets, name)).size).toBeLessThan(600_000);
  });

  test.each(films)(
    '$name is H.264, begins to play before it is whole, and stays on for its own length',
    async (film) => {
      const file = join(assets, film.name);
      using input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
      const track = await input.getPrimaryVideoTrack();
      expect(track?.codec).toBe('avc');
      expect(track?.displayWidth).toBe(1920);
      expect(statSync(file).size).toBeLessThan(4_000_000);
      expect(isFastStart(readFileSync(file))).toBe(true);
      expect(Math.abs((await input.computeDuration()) * 1000 - film.entry.durationMs)).toBeLessThanOrEqual(100);
    },
  );

  test('nothing lies in assets/demo that no playlist uses, and all assets are light enough to clone', () => {
    const files = readdirSync(join(assets, 'demo')).map((file) => `demo/${file}`);
    expect(files.toSorted()).toEqual(media.toSorted());
    const sizes = readdirSync(assets, { recursive: true, encoding: 'utf8' }).map(
      (file) => statSync(join(assets, file)).size,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(12_000_000);
  });
});

/** Straight quotes, exclamation marks, and French punctuation that a line could break before. */
function typographyFaults(text: Localized): string[] {
  const faults = [/['"!]/, /\.\.\./].flatMap((pattern) =>
    [text.fr, text.en].some((words) => pattern.test(words ?? '')) ? [String(pattern)] : [],
  );
  const breakable = /(?<!\u00a0)[:;?%»]|«(?!\u00a0)/u;
  const french = (text.fr ?? '').replace(/https?:/g, '');
  return breakable.test(french) ? [...faults, String(breakable)] : faults;
}

/** Whether the index of the film (`moov`) stands before its data, so that it plays before it is whole. */
function isFastStart(bytes: Buffer): boolean {
  const index = bytes.indexOf('moov');
  return index > 0 && index < bytes.indexOf('mdat');
}
