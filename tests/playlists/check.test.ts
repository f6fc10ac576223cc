/** Publishing checks: what is found, how grave it is, on which screen, and that longer or smaller is never better. */
import fc from 'fast-check';
import QRCode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { checkEntry, checkPlaylist, findingKey, refusals, type CheckedScreen } from '@palier/playlists/check';
import { contrastOf } from '@palier/playlists/contrast';
import { Item } from '@palier/playlists/item';
import { Entry } from '@palier/playlists/playlist';
import { textRoom } from '@palier/playlists/text-room';
import { qrCardUnits, qrModules, qrReachM, qrVersionOf, stageUnits, unitMm } from '@palier/playlists/wall';
import { stageUnit } from '../../kiosk/player/src/stage-unit.ts';
import { qrMatrix } from '../../kiosk/player/src/text/qr-matrix.ts';

const both = (text: string) => ({ fr: text, en: text });
const screen = (patch: Partial<CheckedScreen> = {}): CheckedScreen => ({
  name: 'Hall',
  language: 'fr',
  orientation: 'landscape',
  diagonalInches: 55,
  distanceM: 3,
  ...patch,
});
const link = { url: 'https://palier.example/charte' };
const entry = (item: object, durationMs = 20_000) => Entry.parse({ id: 'one', durationMs, item });
const codes = (item: object, options: { durationMs?: number; screens?: CheckedScreen[]; media?: object | null } = {}) =>
  checkEntry(entry(item, options.durationMs), {
    screens: options.screens ?? [screen()],
    media: () => (options.media === null ? undefined : (options.media ?? {})),
  }).map(({ code, severity, field }) => `${severity} ${code} ${field}`);

describe('findings', () => {
  const qr = { kind: 'qr', title: both('Votre avis'), link };
  test.each<[string, object, Parameters<typeof codes>[1], string[]]>([
    ['a good code', qr, {}, []],
    ['a code shown 9 seconds', qr, { durationMs: 9_000 }, ['refuse qr-brief durationMs']],
    [
      'a link shown 9 seconds',
      { kind: 'notice', title: both('Lire'), link },
      { durationMs: 9_000 },
      ['refuse qr-brief durationMs'],
    ],
    ['43 inches from 3 metres, sized for it', qr, { screens: [screen({ diagonalInches: 43 })] }, []],
    [
      '32 inches from 4 metres',
      qr,
      { screens: [screen({ diagonalInches: 32, distanceM: 4 })] },
      ['warn qr-small link.url'],
    ],
    [
      '24 inches from 8 metres',
      qr,
      { screens: [screen({ diagonalInches: 24, distanceM: 8 })] },
      ['refuse qr-small link.url'],
    ],
    [
      'the worst of two screens',
      qr,
      { screens: [screen(), screen({ diagonalInches: 24, distanceM: 8 })] },
      ['refuse qr-small link.url'],
    ],
    [
      'a long address',
      { ...qr, link: { url: `https://palier.example/${'a'.repeat(60)}` } },
      {},
      ['warn qr-dense link.url'],
    ],
    [
      'a very long one',
      { ...qr, link: { url: `https://palier.example/${'a'.repeat(250)}` } },
      {},
      ['refuse qr-dense link.url'],
    ],
    [
      '40 words in 12 seconds',
      { kind: 'rules', title: both('Un'), body: both('mot '.repeat(39)) },
      { durationMs: 12_000 },
      ['warn words-many durationMs'],
    ],
    [
      '90 words in 12 seconds',
      { kind: 'rules', title: both('Un'), body: both('mot '.repeat(89)) },
      { durationMs: 12_000 },
      ['refuse words-many durationMs'],
    ],
    [
      'a text that is cut',
      {
        kind: 'rules',
        title: both('Titre '.repeat(18)),
        body: both('- des mots assez longs pour une ligne\n'.repeat(22)),
        link,
      },
      { durationMs: 120_000 },
      ['refuse text-cut body'],
    ],
    [
      'English missing for an English screen',
      { kind: 'notice', title: { fr: 'Ici' } },
      { screens: [screen({ language: 'en' })] },
      ['warn language-missing title'],
    ],
    ['English missing where all read French', { kind: 'notice', title: { fr: 'Ici' } }, {}, []],
    [
      'both languages where no screen is known',
      { kind: 'notice', title: { fr: 'Ici' } },
      { screens: [] },
      ['warn language-missing title'],
    ],
    ['a picture nobody described', { kind: 'picture', media: 'a.jpg' }, {}, ['warn alt-missing alt']],
    ['a cover without a picture', { kind: 'cover', title: both('Bonjour') }, {}, []],
    [
      'a picture that is gone',
      { kind: 'picture', media: 'a.jpg', alt: both('x') },
      { media: null },
      ['refuse media-missing media'],
    ],
    [
      'a film nobody measured',
      { kind: 'video', media: 'a.mp4', caption: both('x') },
      { media: { durationMs: 20_000 } },
      ['warn flash-unknown media'],
    ],
    [
      'a film that nobody hears and that says nothing in words',
      { kind: 'video', media: 'a.mp4' },
      { media: { flashes: false } },
      ['warn captions-missing caption'],
    ],
    [
      'a film that flashes',
      { kind: 'video', media: 'a.mp4', muted: false },
      { media: { flashes: true } },
      ['refuse flash-many media'],
    ],
    [
      'a film longer than its turn',
      { kind: 'video', media: 'a.mp4', muted: false },
      { durationMs: 12_000, media: { durationMs: 30_000, flashes: false } },
      ['warn video-cut durationMs'],
    ],
  ])('%s', (_name, item, options, expected) => expect(codes(item, options)).toEqual(expected));

  test('a company’s own colours must stand out too', () => {
    const item = entry({ kind: 'notice', title: both('Ici') });
    const findings = (inform: string) =>
      checkEntry(item, { screens: [screen()], media: () => ({}), colours: { inform } }).map(({ code, params }) => [
        code,
        params['ratio'],
      ]);
    expect(findings('#1d4f91')).toEqual([]);
    expect(findings('#f2b33d')).toEqual([['contrast-low', 1.7]]);
    expect(contrastOf('#000', '#ffffff')).toBe(21);
    expect(contrastOf('red', '#fff')).toBeUndefined();
  });

  test('what is switched off is not checked; what is accepted by name does not stand in the way, unless it is final', () => {
    const brief = { ...entry(qr, 5_000), id: 'brief' } as Entry;
    const flash = entry({ kind: 'video', media: 'a.mp4', muted: false });
    const context = { screens: [screen()], media: () => ({ flashes: true }) };
    const findings = checkPlaylist({ entries: [brief, flash, { ...brief, enabled: false }] }, context);
    expect(findings.map(findingKey)).toEqual(['qr-brief@brief', 'flash-many@one']);
    expect(refusals(findings, findings.map(findingKey)).map(({ code }) => code)).toEqual(['flash-many']);
  });
});

describe('sizes', () => {
  test('are the player’s own: its unit, its versions', () => {
    for (const [width, height, orientation] of [
      [1920, 1080, 'landscape'],
      [1080, 1920, 'portrait'],
    ] as const) {
      const units = stageUnits(orientation);
      expect(units.width * stageUnit(width, height)).toBeCloseTo(width, 5);
      expect(units.height * stageUnit(width, height)).toBeCloseTo(height, 5);
    }
    // 43 inches are 53.5 cm high.
    expect(unitMm(screen({ diagonalInches: 43 })) * 100).toBeCloseTo(535.4, 0);
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 250, unit: 'grapheme-ascii' }), (text) => {
        const { version, modules } = qrMatrix(text);
        expect(qrVersionOf(text)).toBeGreaterThanOrEqual(version);
        expect(qrModules(version)).toBe(modules);
      }),
      { numRuns: 150 },
    );
    const letters = (count: number) => `https://palier.example/${'abcdefg'.repeat(40)}`.slice(0, count);
    for (const count of [26, 42, 53, 54, 62, 84, 106, 180, 213])
      expect(qrVersionOf(letters(count))).toBe(
        QRCode.create(letters(count), { errorCorrectionLevel: count <= 53 && count > 42 ? 'L' : 'M' }).version,
      );
  });

  const walls = fc.record({
    orientation: fc.constantFrom('landscape' as const, 'portrait' as const),
    diagonalInches: fc.double({ min: 7, max: 200, noNaN: true }),
    distanceM: fc.double({ min: 0.5, max: 30, noNaN: true }),
  });
  test('a code grows with the distance, fits its wall, and reaches as far as it is asked to unless the composition ends', () => {
    const places = fc.constantFrom('qr' as const, 'link' as const, 'beside' as const, 'wifi' as const);
    fc.assert(
      fc.property(walls, places, fc.integer({ min: 1, max: 10 }), (wall, place, version) => {
        const modules = qrModules(version);
        const near = qrCardUnits({ ...wall, distanceM: wall.distanceM / 2 }, place, modules);
        const card = qrCardUnits(wall, place, modules);
        expect(card).toBeGreaterThanOrEqual(near);
        expect(card).toBeLessThanOrEqual(wall.orientation === 'portrait' ? 110 : 81);
        // It reaches as far as it is asked to, or is as large as the composition bears.
        const most = qrCardUnits({ ...wall, distanceM: 1_000 }, place, modules);
        expect(qrReachM(wall, place, modules) >= wall.distanceM - 1e-9 || Math.abs(most - card) < 1e-6).toBe(true);
      }),
    );
  });

  test('more words never have more room', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 6 }), { minLength: 1, maxLength: 14 }), fc.boolean(), (lines, tall) => {
        const of = (count: number) =>
          textRoom(
            Item.parse({
              kind: 'split',
              title: both('Un titre'),
              body: both(lines.slice(0, count).join('\n').slice(0, 600).trim()),
              media: 'a.jpg',
            }),
            'fr',
            screen({ orientation: tall ? 'portrait' : 'landscape' }),
          );
        const [some, all] = [of(Math.ceil(lines.length / 2)), of(lines.length)];
        expect(all?.k ?? 1).toBeLessThanOrEqual((some?.k ?? 1) + 1e-9);
      }),
    );
  });
});
