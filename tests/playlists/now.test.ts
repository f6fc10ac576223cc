/** What the page is told to show: entries that are due and whole, and when to ask again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mediaOf } from '@palier/playlists/item';
import { mediaNeeded, Now, nowOf } from '@palier/playlists/now';
import { at, manifest, medium, NOTICE, type TakeoverDraft } from './build.ts';

const PARIS = 'Europe/Paris';
const ms = (local: string) => at(local, PARIS).epochMilliseconds;
const NOON = ms('2026-05-07T12:00');
const picture = (media: string) => ({ kind: 'picture', media });
const steps = (...media: string[]) => ({
  kind: 'steps',
  title: { en: 'How' },
  steps: media.map((name) => ({ text: { en: name }, media: name })),
});
const playlist = (id: string, entries: unknown[]) => ({ id, name: { en: id }, entries });
const notice = (id: string, more: object = {}) => ({ id, durationMs: 5000, item: NOTICE, ...more });

describe('now', () => {
  test('is the program with its playlist’s entries, and is what the schema says', () => {
    const now = nowOf({
      manifest: manifest({
        rules: [{ id: 'day', playlistId: 'p', daypart: { from: '08:00', until: '18:00' } }],
        playlists: [
          playlist('p', [notice('a'), { id: 'b', item: picture('demo/x.jpg') }]),
          playlist('other', [notice('z')]),
        ],
        media: [medium('demo/x.jpg', 'b'), medium('demo/unused.jpg', 'c')],
      }),
      atMs: NOON + 0.7,
    });
    expect(Now.parse(now)).toEqual(now);
    expect(now).toMatchObject({
      state: 'playing',
      atMs: NOON + 0.7,
      revision: 7,
      publicUrl: 'http://192.168.1.20:8080',
      screen: { id: 'here' },
      program: {
        kind: 'scheduled',
        playlistId: 'p',
        sinceMs: ms('2026-05-07T08:00'),
        untilMs: ms('2026-05-07T18:00'),
        anchorMs: ms('2026-05-07T08:00'),
        excluded: [],
        entries: [
          { key: 'a', durationMs: 5000, item: NOTICE },
          { key: 'b', durationMs: 12_000 },
        ],
      },
    });
    expect(now.media.map(({ id }) => id)).toEqual(['demo/x.jpg']);
  });

  test('leaves out what is switched off, not valid, or lacks a medium, and plays the rest', () => {
    const now = nowOf({
      manifest: manifest({
        rules: [{ id: 'day', playlistId: 'p' }],
        playlists: [
          playlist('p', [
            notice('off', { enabled: false }),
            notice('soon', { valid: { from: '2026-05-07T12:01' } }),
            notice('past', { valid: { until: '2026-05-07T12:00' } }),
            notice('valid', { valid: { from: '2026-05-07T12:00', until: '2026-05-07T12:30' } }),
            { id: 'lost', item: picture('gone.jpg') },
            { id: 'half', item: steps('x.jpg', 'gone.jpg') },
            { id: 'whole', item: steps('x.jpg', 'y.jpg') },
          ]),
        ],
        media: [medium('x.jpg'), medium('y.jpg', 'b')],
      }),
      atMs: NOON,
    });
    expect(now.program?.entries.map(({ key }) => key)).toEqual(['valid', 'whole']);
    expect(now.program?.untilMs).toBe(ms('2026-05-07T12:01'));
    expect(now.media.map(({ id }) => id)).toEqual(['x.jpg', 'y.jpg']);
  });

  test('asks again when an entry becomes valid, or at the program’s end if that is sooner', () => {
    const whole = (until: string) =>
      manifest({
        rules: [{ id: 'day', playlistId: 'p', daypart: { from: '08:00', until } }],
        playlists: [
          playlist('p', [
            notice('a'),
            notice('b', { valid: { until: '2026-05-07T13:00' } }),
            notice('off', { enabled: false, valid: { until: '2026-05-07T12:10' } }),
          ]),
        ],
      });
    expect(nowOf({ manifest: whole('18:00'), atMs: NOON }).program?.untilMs).toBe(ms('2026-05-07T13:00'));
    expect(nowOf({ manifest: whole('12:30'), atMs: NOON }).program?.untilMs).toBe(ms('2026-05-07T12:30'));
    const endless = manifest({ rules: [{ id: 'day', playlistId: 'p' }], playlists: [playlist('p', [notice('a')])] });
    expect(nowOf({ manifest: endless, atMs: NOON }).program).not.toHaveProperty('untilMs');
  });

  test.each([
    ['nothing is due', manifest({})],
    ['the playlist is missing', manifest({ rules: [{ id: 'day', playlistId: 'gone' }] })],
    ['the playlist is empty', manifest({ rules: [{ id: 'day', playlistId: 'p' }], playlists: [playlist('p', [])] })],
    [
      'nothing in it can be shown',
      manifest({
        rules: [{ id: 'day', playlistId: 'p' }],
        playlists: [playlist('p', [{ id: 'a', item: picture('gone.jpg') }])],
      }),
    ],
  ])('is idle without a program when %s', (_what, whole) => {
    const now = nowOf({ manifest: whole, atMs: NOON });
    expect(now).toMatchObject({ state: 'idle', media: [] });
    expect(now).not.toHaveProperty('program');
    expect(nowOf({ manifest: whole, atMs: NOON, state: 'playing' }).state).toBe('idle');
    expect(nowOf({ manifest: whole, atMs: NOON, state: 'loading' }).state).toBe('loading');
  });

  test('keeps the anchor, the state and the exclusions it is given', () => {
    const whole = manifest({
      rules: [{ id: 'day', playlistId: 'p' }],
      playlists: [playlist('p', [notice('a'), notice('b')])],
    });
    const now = nowOf({
      manifest: whole,
      atMs: NOON,
      anchorMs: 42,
      excluded: new Set(['b', 'unknown']),
      state: 'loading',
    });
    expect(now).toMatchObject({ state: 'loading', program: { anchorMs: 42, excluded: ['b'] } });
    expect(now.program?.entries).toHaveLength(2);
  });
});

describe('a takeover', () => {
  const item: TakeoverDraft = { id: 'drill', startsAt: '2026-05-07T09:30:00Z', endsAt: '2026-05-07T10:30:00Z' };
  const base = { rules: [{ id: 'day', playlistId: 'p' }], playlists: [playlist('p', [notice('a')])] };

  test('with an item is one entry as long as it lasts, an hour at most', () => {
    const now = nowOf({ manifest: manifest({ ...base, takeovers: [item] }), atMs: NOON });
    expect(Now.parse(now)).toEqual(now);
    expect(now.program).toMatchObject({
      kind: 'takeover',
      takeoverId: 'drill',
      sinceMs: NOON - 1_800_000,
      untilMs: NOON + 1_800_000,
      entries: [{ key: 'drill', durationMs: 3_600_000, item: NOTICE }],
    });
    const short = { ...item, startsAt: '2026-05-07T09:59:00Z', endedAt: '2026-05-07T10:01:30Z' };
    expect(
      nowOf({ manifest: manifest({ ...base, takeovers: [short] }), atMs: NOON }).program?.entries[0]?.durationMs,
    ).toBe(150_000);
    const long = { ...item, endsAt: '2026-05-09T10:30:00Z' };
    expect(
      nowOf({ manifest: manifest({ ...base, takeovers: [long] }), atMs: NOON }).program?.entries[0]?.durationMs,
    ).toBe(3_600_000);
  });

  test('with a playlist plays it', () => {
    const takeovers = [{ ...item, content: { kind: 'playlist', playlistId: 'alarm' } }];
    const playlists = [...base.playlists, playlist('alarm', [notice('leave')])];
    expect(nowOf({ manifest: manifest({ ...base, playlists, takeovers }), atMs: NOON }).program).toMatchObject({
      kind: 'takeover',
      takeoverId: 'drill',
      playlistId: 'alarm',
      entries: [{ key: 'leave' }],
    });
  });

  test('that can show nothing is passed over for what is due beneath it, until it ends or something in it becomes valid', () => {
    const lost = { ...item, content: { kind: 'item', item: picture('gone.jpg') } };
    const under = { ...item, id: 'under', startsAt: '2026-05-07T09:00:00Z' };
    expect(nowOf({ manifest: manifest({ ...base, takeovers: [lost] }), atMs: NOON }).program).toMatchObject({
      kind: 'scheduled',
      playlistId: 'p',
      untilMs: NOON + 1_800_000,
    });
    expect(nowOf({ manifest: manifest({ ...base, takeovers: [lost, under] }), atMs: NOON }).program).toMatchObject({
      takeoverId: 'under',
    });
    const later = { ...item, content: { kind: 'playlist', playlistId: 'alarm' } };
    const playlists = [
      ...base.playlists,
      playlist('alarm', [notice('leave', { valid: { from: '2026-05-07T12:05' } })]),
    ];
    expect(nowOf({ manifest: manifest({ ...base, playlists, takeovers: [later] }), atMs: NOON }).program).toMatchObject(
      { kind: 'scheduled', untilMs: NOON + 300_000 },
    );
    expect(
      nowOf({ manifest: manifest({ ...base, playlists, takeovers: [later] }), atMs: NOON + 300_000 }).program,
    ).toMatchObject({ kind: 'takeover' });
  });
});

describe('an entry’s version', () => {
  const version = (item: unknown, digit = 'a', durationMs = 5000) =>
    nowOf({
      manifest: manifest({
        rules: [{ id: 'day', playlistId: 'p' }],
        playlists: [playlist('p', [{ id: 'a', durationMs, item }])],
        media: [medium('x.jpg', digit), medium('y.jpg', 'f')],
      }),
      atMs: NOON,
    }).program?.entries[0]?.version;

  test('changes with the item and with the content of its media, and with nothing else', () => {
    expect(version(picture('x.jpg'))).toBe(version(picture('x.jpg'), 'a', 9000));
    expect(version(picture('x.jpg'))).not.toBe(version(picture('x.jpg'), 'b'));
    expect(version(picture('x.jpg'))).not.toBe(version({ ...picture('x.jpg'), fit: 'contain' }));
    expect(version(NOTICE)).toBe(version(NOTICE, 'b'));
    expect(version(steps('x.jpg', 'y.jpg'))).not.toBe(version(steps('y.jpg', 'x.jpg')));
  });
});

describe('the media needed', () => {
  const whole = manifest({
    rules: [
      { id: 'base', playlistId: 'p' },
      { id: 'evening', playlistId: 'q', daypart: { from: '18:00', until: '20:00' } },
      { id: 'far', playlistId: 'r', recurrence: { kind: 'dates', dates: ['2026-06-01'] } },
    ],
    takeovers: [
      {
        id: 'drill',
        startsAt: '2026-05-07T15:00:00Z',
        endsAt: '2026-05-07T15:10:00Z',
        content: { kind: 'item', item: picture('t.jpg') },
      },
    ],
    playlists: [
      playlist('p', [
        { id: 'a', item: picture('a.jpg') },
        { id: 'off', enabled: false, item: picture('off.jpg') },
        { id: 'past', valid: { until: '2026-05-07T11:00' }, item: picture('past.jpg') },
        { id: 'soon', valid: { from: '2026-05-08T09:00' }, item: picture('soon.jpg') },
        { id: 'lost', item: picture('lost.jpg') },
      ]),
      playlist('q', [{ id: 'a', item: picture('q.jpg') }]),
      playlist('r', [{ id: 'a', item: picture('r.jpg') }]),
    ],
    media: [
      medium('a.jpg', '0'),
      medium('off.jpg', '1'),
      medium('past.jpg', '2'),
      medium('soon.jpg', '3'),
      medium('q.jpg', '4'),
      medium('r.jpg', '5'),
      medium('t.jpg', '6'),
    ],
  });
  const needed = (fromMs: number, toMs: number) =>
    [...mediaNeeded(whole, fromMs, toMs)].map((sha256) => Number(sha256[0])).sort((one, other) => one - other);

  test('are those of everything that may show within the window', () => {
    expect(needed(NOON, NOON + 24 * 3_600_000)).toEqual([0, 3, 4, 6]);
    expect(needed(NOON, NOON + 3_600_000)).toEqual([0]);
    expect(needed(NOON - 2 * 3_600_000, NOON)).toEqual([0, 2]);
    expect(needed(ms('2026-06-01T08:00'), ms('2026-06-01T09:00'))).toEqual([5]);
    expect(needed(NOON, NOON)).toEqual([]);
  });
});

test('now never names a medium that is not there, never shows an entry out of its time, and needs only what was announced', () => {
  const names = ['a.jpg', 'b.jpg', 'c.jpg'];
  const item = fc.oneof(
    fc.constant(NOTICE),
    fc.constantFrom(...names).map(picture),
    fc.constantFrom(...names).map((name) => steps(name, 'b.jpg')),
  );
  const local = fc
    .integer({ min: 0, max: 47 })
    .map((hours) => Temporal.PlainDateTime.from('2026-10-24T12:00').add({ hours }).toString().slice(0, 16));
  const entry = fc.record({
    item,
    enabled: fc.boolean(),
    valid: fc.oneof(fc.constant({}), fc.record({ from: local }), fc.record({ until: local })),
  });
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 6 }),
      fc.subarray(names),
      item,
      fc.array(fc.integer({ min: 0, max: 47 * 60 }), { minLength: 5, maxLength: 5 }),
      (entries, present, taken, minutes) => {
        const whole = manifest({
          rules: [{ id: 'day', playlistId: 'p', daypart: { from: '06:00', until: '02:30' } }],
          takeovers: [
            {
              id: 't',
              startsAt: '2026-10-24T20:00:00Z',
              endsAt: '2026-10-24T23:00:00Z',
              content: { kind: 'item', item: taken },
            },
          ],
          playlists: [
            playlist(
              'p',
              entries.map((each, index) => ({ id: `e${index}`, ...each })),
            ),
          ],
          media: present.map((name, index) => medium(name, String(index))),
        });
        const startMs = ms('2026-10-24T12:00');
        const announced = mediaNeeded(whole, startMs, startMs + 48 * 3_600_000);
        for (const minute of minutes) {
          const atMs = startMs + minute * 60_000;
          const now = nowOf({ manifest: whole, atMs });
          const named = (now.program?.entries ?? []).flatMap((each) => mediaOf(each.item));
          expect(new Set(named)).toEqual(new Set(now.media.map(({ id }) => id)));
          for (const { id, sha256 } of now.media) {
            expect(present).toContain(id);
            expect(announced).toContain(sha256);
          }
          expect((now.program === undefined) === (now.state === 'idle')).toBe(true);
          const untilMs = now.program?.untilMs;
          if (now.program === undefined || untilMs === undefined) continue;
          expect(untilMs).toBeGreaterThan(atMs);
          const justBefore = nowOf({ manifest: whole, atMs: untilMs - 1 }).program;
          expect(justBefore?.entries).toEqual(now.program.entries);
        }
      },
    ),
    { numRuns: 100 },
  );
});
