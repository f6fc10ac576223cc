/** The mix holds in every stretch of ten, whatever the sources do, and keeps stories apart. */
import { assert, array, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MIX_PLACES, mixOf, mixReport, type MixGroup, type MixOptions, type MixSource } from '@palier/playlists/mix';

const NOW = Date.parse('2026-11-24T09:00:00Z');
const HOUR_MS = 3_600_000;
const OPTIONS: MixOptions = {
  shares: { corporatePercent: 20, colleaguesPercent: 15 },
  nowMs: NOW,
  maxAgeMs: 7 * 24 * HOUR_MS,
  sourceSpacing: 1,
  repeatAfter: 10,
};

/** Sources `trade-0` ..., whose stories `trade-0-0` ... are newest first. */
function sources(group: MixGroup, count: number, each: number, weight = 1, name: string = group): MixSource[] {
  return Array.from({ length: count }, (_, source) => ({
    id: `${name}-${source}`,
    group,
    weight,
    stories: Array.from({ length: each }, (_unused, index) => ({
      id: `${name}-${source}-${index}`,
      publishedAtMs: NOW - HOUR_MS - (index * count + source) * 60_000,
    })),
  }));
}
const PLENTY = [...sources('trade', 5, 40), ...sources('corporate', 2, 20), ...sources('colleagues', 3, 20)];
/** The order as a wall shows it: round and round. */
const rounds = <T>(order: readonly T[]): T[] => [...order, ...order, ...order];

describe('shares', () => {
  test('with plenty of both, any ten consecutive feed items hold 8 and 2; one less where the order begins anew', () => {
    const { groups } = mixOf(PLENTY, OPTIONS);
    const report = mixReport(rounds(groups));
    expect(mixReport(groups).corporateInTen).toEqual({ fewest: 2, most: 2 });
    expect(report.corporateInTen).toEqual({ fewest: 1, most: 2 });
    expect(report.corporateShare).toBeCloseTo(0.2, 2);
    expect(report.count.colleagues / 180).toBeCloseTo(0.15, 2);
  });

  test('whatever each source publishes, any ten hold 8 and 2, give or take one', () => {
    const source = record({
      group: constantFrom<MixGroup>('trade', 'corporate', 'colleagues'),
      each: integer({ min: 60, max: 90 }),
      weight: integer({ min: 1, max: 10 }),
    });
    assert(
      property(array(source, { maxLength: 8 }), integer({ min: 0, max: 10 }), (others, colleagues) => {
        const all = [
          ...sources('trade', 1, 60),
          ...sources('corporate', 1, 20),
          ...others.flatMap(({ group, each, weight }, index) => sources(group, 1, each, weight, `${group}${index}`)),
        ];
        const shares = { corporatePercent: 20, colleaguesPercent: colleagues * 5 };
        const { groups } = mixOf(all, { ...OPTIONS, shares });
        const inTen = mixReport(rounds(groups)).corporateInTen;
        expect(inTen?.fewest).toBeGreaterThanOrEqual(1);
        expect(inTen?.most).toBeLessThanOrEqual(3);
      }),
      { numRuns: 60 },
    );
  });

  test.each([0, 5, 10, 25, 35, 50, 80, 100])(
    'a corporate share of %i %% holds within one in ten',
    (corporatePercent) => {
      const all = [...sources('trade', 3, 60), ...sources('corporate', 2, 60)];
      const { groups } = mixOf(all, { ...OPTIONS, shares: { corporatePercent, colleaguesPercent: 0 } });
      const inTen = mixReport(rounds(groups)).corporateInTen;
      expect(Math.abs((inTen?.fewest ?? 99) - corporatePercent / 10)).toBeLessThanOrEqual(1);
      expect(Math.abs((inTen?.most ?? 99) - corporatePercent / 10)).toBeLessThanOrEqual(1);
    },
  );

  test('a source that writes fifty times as much gets no more room; a weight of three gets three times as much', () => {
    const all = [
      ...sources('trade', 1, 500, 1, 'loud'),
      ...sources('trade', 1, 40, 1, 'quiet'),
      ...sources('trade', 1, 60, 3, 'weighty'),
    ];
    const { order } = mixOf(all, {
      ...OPTIONS,
      shares: { corporatePercent: 0, colleaguesPercent: 0 },
      sourceSpacing: 0,
    });
    const of = (prefix: string) => order.filter((id) => id?.startsWith(prefix)).length;
    expect([of('loud'), of('quiet'), of('weighty')]).toEqual([12, 12, 36]);
  });
});

describe('when stock is short', () => {
  test('without corporate stories trade news fills in, and it is said', () => {
    const mix = mixOf(sources('trade', 3, 60), OPTIONS);
    expect(mix.short.toSorted()).toEqual(['colleagues', 'corporate']);
    expect(mixReport(mix.groups).count).toEqual({ trade: MIX_PLACES, corporate: 0, colleagues: 0 });
  });

  test('without trade news corporate stories do not take its places', () => {
    const mix = mixOf(sources('corporate', 3, 60), OPTIONS);
    expect(mix.short).toContain('trade');
    const { corporate } = mixReport(mix.groups).count;
    expect(corporate).toBeGreaterThan(0);
    expect(corporate / MIX_PLACES).toBeLessThanOrEqual(0.21);
  });

  test('with nothing at all every place is empty', () => {
    expect(new Set(mixOf([], OPTIONS).order)).toEqual(new Set([null]));
  });

  test('without colleagues the feed keeps its shares', () => {
    const all = [...sources('trade', 3, 60), ...sources('corporate', 2, 30)];
    const { groups } = mixOf(all, { ...OPTIONS, shares: { corporatePercent: 20, colleaguesPercent: 50 } });
    expect(mixReport(rounds(groups)).corporateInTen).toEqual({ fewest: 2, most: 2 });
  });
});

describe('apart', () => {
  test('a story comes again only after the set number of places, across the end of the order too', () => {
    assert(
      property(
        integer({ min: 1, max: 12 }),
        integer({ min: 1, max: 40 }),
        integer({ min: 1, max: 60 }),
        (count, each, repeatAfter) => {
          const all = [...sources('trade', count, each), ...sources('corporate', 1, each)];
          const ring = rounds(mixOf(all, { ...OPTIONS, repeatAfter }).order);
          const last = new Map<string, number>();
          for (const [place, id] of ring.entries()) {
            if (id === null) continue;
            expect(place - (last.get(id) ?? -1_000)).toBeGreaterThanOrEqual(repeatAfter);
            last.set(id, place);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('two stories of one source are apart where others have stories', () => {
    const { order } = mixOf(PLENTY, {
      ...OPTIONS,
      shares: { corporatePercent: 0, colleaguesPercent: 0 },
      sourceSpacing: 3,
    });
    const spoke = order.map((id) => id?.split('-')[1]);
    expect(spoke.some((source, place) => spoke.slice(place + 1, place + 4).includes(source))).toBe(false);
  });
});

describe('freshness', () => {
  test('the newest come first, the pinned before them; the old and those dated in 2099 stay away', () => {
    const stories = [
      { id: 'pinned', publishedAtMs: NOW - 30 * 24 * HOUR_MS, pinned: true },
      { id: 'future', publishedAtMs: Date.parse('2099-01-01T00:00:00Z') },
      { id: 'newest', publishedAtMs: NOW - HOUR_MS },
      { id: 'second', publishedAtMs: NOW - 2 * HOUR_MS },
      { id: 'old', publishedAtMs: NOW - 8 * 24 * HOUR_MS },
    ];
    const shares = { corporatePercent: 0, colleaguesPercent: 0 };
    const { order } = mixOf([{ id: 'a', group: 'trade', weight: 1, stories }], {
      ...OPTIONS,
      shares,
      repeatAfter: 3,
      places: 20,
    });
    expect(order.slice(0, 4)).toEqual(['pinned', 'newest', 'second', 'pinned']);
    expect(new Set(order).size).toBe(4);
  });

  test('of sources whose turn it is, the one with the newest story speaks first', () => {
    const late = sources('trade', 1, 3, 1, 'late').map((source) => ({
      ...source,
      stories: source.stories.map((story) => ({ ...story, publishedAtMs: NOW - 1 })),
    }));
    const shares = { corporatePercent: 0, colleaguesPercent: 0 };
    expect(mixOf([...sources('trade', 3, 3), ...late], { ...OPTIONS, shares }).order[0]).toBe('late-0-0');
  });

  test('the same sources in another order give the same mix', () => {
    expect(mixOf(PLENTY.toReversed(), OPTIONS)).toEqual(mixOf(PLENTY, OPTIONS));
  });
});
