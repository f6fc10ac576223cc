/** Places with turns: every story comes, in the order of the mix, round by round; and a loop that changes keeps its rounds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loopAt, reanchor } from '@palier/playlists/loop';
import { Now, nowOf } from '@palier/playlists/now';
import { expectedPlays } from '@palier/playlists/expected';
import { dealt, isSpent, turnOf } from '@palier/playlists/turns';
import { manifest, NOTICE } from '../playlists/build.ts';
import { feedItem, NOON_MS, placesIn, shownStory, storyId, storyOf } from './stories.ts';

const turn = (n: number, voice: 'trade' | 'corporate' = 'trade') => ({
  version: `v${n}`,
  item: { kind: 'story', shown: { voice, n } },
});
const place = (...turns: ReturnType<typeof turn>[]) => ({ version: '', item: undefined as unknown, turns });

describe('a place', () => {
  test('shows its turns round by round, before the anchor too', () => {
    const of = place(turn(0), turn(1), turn(2));
    expect([-1, 0, 1, 2, 3, 300].map((cycle) => turnOf(of, cycle).version)).toEqual([
      'v2',
      'v0',
      'v1',
      'v2',
      'v0',
      'v0',
    ]);
  });

  test('without turns is always the same', () => {
    const plain = { version: 'a', item: {} };
    expect(turnOf(plain, 7)).toBe(plain);
  });

  test('leaves the turn of what cannot be shown to another of the same voice', () => {
    const of = place(turn(0), turn(1, 'corporate'), turn(2), turn(3, 'corporate'), turn(4));
    expect(turnOf(of, 1, new Set(['v1'])).version).toBe('v3');
    expect(turnOf(of, 0, new Set(['v0'])).version).toBe('v4');
    // With no other of its voice, anything is better than a wall that stands still.
    expect(turnOf(of, 1, new Set(['v1', 'v3'])).version).toBe('v4');
    expect(turnOf(of, 1, new Set(['v0', 'v1', 'v2', 'v3', 'v4'])).version).toBe('v1');
  });

  test('is spent when nothing of it can be shown', () => {
    expect(isSpent(place(turn(0), turn(1)), new Set(['v0']))).toBe(false);
    expect(isSpent(place(turn(0), turn(1)), new Set(['v0', 'v1']))).toBe(true);
    expect(isSpent({ version: 'a', item: {} }, new Set(['a']))).toBe(false);
  });
});

test('dealt out, the places together read as the order, and everything comes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 }), (length, wide) => {
      const order = Array.from({ length }, (_, index) => index);
      const places = dealt(order, wide);
      expect(places.length).toBe(Math.min(wide, length));
      if (length === 0) return;
      const rounds = places[0]?.length ?? 0;
      expect(places.every((each) => each.length === rounds)).toBe(true);
      const read = Array.from({ length: rounds }, (_, round) => places.map((each) => each[round] ?? -1)).flat();
      expect(new Set(read)).toEqual(new Set(order));
      // As the order, from its beginning; only what fills the last round up is taken from further back.
      const inOrder = read.slice(0, Math.floor(read.length / length) * length);
      expect(inOrder).toEqual(inOrder.map((_, index) => index % length));
    }),
  );
});

const stories = Array.from({ length: 5 }, (_, n) => shownStory(n, n === 3 ? 'corporate' : 'trade'));
const withFeed = (item: unknown, more: unknown[] = [], media: unknown[] = []) =>
  manifest({
    rules: [{ id: 'day', playlistId: 'p' }],
    playlists: [
      {
        id: 'p',
        name: { en: 'p' },
        entries: [{ id: 'hello', item: NOTICE }, { id: 'news', durationMs: 8000, item }, ...more],
      },
    ],
    media,
  });

describe('a feed in a program', () => {
  test('has as many places as stories a round, each for the whole time, under the id of its entry', () => {
    const now = nowOf({ manifest: withFeed(feedItem(stories, 2)), atMs: NOON_MS });
    expect(Now.parse(now)).toEqual(now);
    expect(now.program?.entries.map(({ key, entryId, durationMs }) => [key, entryId, durationMs])).toEqual([
      ['hello', undefined, 12_000],
      ['news--1', 'news', 8000],
      ['news--2', 'news', 8000],
    ]);
    const [first, second] = placesIn(now);
    expect(first?.slice(0, 3)).toEqual(['Story 0', 'Story 2', 'Story 4']);
    expect(second?.slice(0, 3)).toEqual(['Story 1', 'Story 3', 'Story 0']);
  });

  test('takes no time without stories, and the wall plays the rest', () => {
    for (const item of [feedItem([]), { kind: 'feed' }]) {
      const now = nowOf({ manifest: withFeed(item), atMs: NOON_MS });
      expect(now.program?.entries.map(({ key }) => key)).toEqual(['hello']);
    }
    const alone = manifest({
      rules: [{ id: 'day', playlistId: 'p' }],
      playlists: [{ id: 'p', name: { en: 'p' }, entries: [{ id: 'news', item: { kind: 'feed' } }] }],
    });
    expect(nowOf({ manifest: alone, atMs: NOON_MS }).state).toBe('idle');
  });

  test('lets go of a story at its last instant, and of one whose picture is not there', () => {
    const expiresAt = new Date(NOON_MS + 1000).toISOString();
    const all = [
      shownStory(0, 'trade', { expiresAt }),
      shownStory(1),
      shownStory(2, 'trade', { picture: 'stories/x.jpg' }),
    ];
    const of = withFeed(feedItem(all, 1));
    const before = nowOf({ manifest: of, atMs: NOON_MS });
    expect(new Set(placesIn(before).flat())).toEqual(new Set(['Story 0', 'Story 1']));
    expect(before.program?.untilMs).toBe(NOON_MS + 1000);
    expect(placesIn(nowOf({ manifest: of, atMs: NOON_MS + 1000 })).flat()).toEqual(['Story 1']);
  });

  test('goes on in the next feed of the same playlist, so that nothing comes twice', () => {
    const second = { id: 'more', durationMs: 8000, item: feedItem(stories, 1) };
    const now = nowOf({ manifest: withFeed(feedItem(stories, 1), [second]), atMs: NOON_MS });
    expect(placesIn(now).map(([title]) => title)).toEqual(['Story 0', 'Story 1']);
  });

  test('a story by itself shows while it may, and is nothing once it may not', () => {
    const story = { kind: 'story', story: storyId(7), shown: shownStory(7, 'corporate') };
    const now = nowOf({ manifest: withFeed(story), atMs: NOON_MS });
    expect(now.program?.entries.map(({ key }) => key)).toEqual(['hello', 'news']);
    const bare = nowOf({ manifest: withFeed({ kind: 'story', story: storyId(7) }), atMs: NOON_MS });
    expect(bare.program?.entries.map(({ key }) => key)).toEqual(['hello']);
  });

  test('counts as several plays in what is expected of a screen', () => {
    const { entries } = expectedPlays(withFeed(feedItem(stories, 2)), NOON_MS, NOON_MS + 28_000 * 100);
    expect(entries.map(({ entryId, plays }) => [entryId, Math.round(plays)])).toEqual([
      ['hello', 100],
      ['news', 200],
    ]);
  });
});

describe('rounds', () => {
  const durations = fc.array(fc.integer({ min: 1000, max: 60_000 }), { minLength: 1, maxLength: 5 });
  const loop = (all: readonly number[], name = 'e') =>
    all.map((durationMs, index) => ({ key: `${name}${index}`, version: '1', durationMs }));

  test('go on when the loop changes while its place is on', () => {
    fc.assert(
      fc.property(durations, durations, fc.integer({ min: -1e9, max: 1e9 }), (before, after, intoMs) => {
        const was = loopAt(loop(before), 0, intoMs);
        const anchorMs = reanchor({ entries: loop(before), anchorMs: 0 }, { entries: loop(after) }, intoMs);
        const is = loopAt(loop(after), anchorMs, intoMs);
        if (was === undefined || is === undefined) throw new Error('a loop is never empty here');
        const goesOn = is.entry.key === was.entry.key && is.startsAtMs === was.startsAtMs;
        // Else the place was taken off, or its shorter time is over: the next one, of this round or the next.
        expect(goesOn ? [was.cycle] : [was.cycle, was.cycle + 1]).toContain(is.cycle);
      }),
      { numRuns: 500 },
    );
  });

  test('every story comes in its turn on a wall that plays', () => {
    const now = nowOf({ manifest: withFeed(feedItem(stories, 2)), atMs: NOON_MS });
    const { entries, anchorMs } = now.program ?? { entries: [], anchorMs: 0 };
    const seen: (string | undefined)[] = [];
    for (let atMs = anchorMs; seen.length < 10;) {
      const position = loopAt(entries, anchorMs, atMs);
      if (position === undefined) throw new Error('nothing is on');
      const { item } = turnOf(position.entry, position.cycle);
      if (item.kind === 'story') seen.push(storyOf(item).shown?.title);
      atMs = position.endsAtMs;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4].map((n) => `Story ${n}`));
  });
});
