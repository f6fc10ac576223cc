/** When another edition comes, the loop steps ahead so that no story comes again sooner than the new order must. */
import { array, assert, integer, property, shuffledSubarray, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loopAt } from '@palier/playlists/loop';
import { roundsAhead } from '@palier/playlists/rounds-ahead';
import { dealt, turnOf } from '@palier/playlists/turns';

const SECONDS = 10_000;
/** A notice, and a feed of `wide` places that shows `order`. */
function loopOf(order: readonly number[], wide: number) {
  const turn = (n: number) => ({ version: `v${n}`, item: { n } });
  const places = dealt(order.map(turn), wide).map((turns, index) => ({
    key: `news--${index}`,
    version: turns[0]?.version ?? '',
    durationMs: SECONDS,
    turns,
  }));
  return [{ key: 'hello', version: 'h', durationMs: SECONDS, turns: undefined }, ...places];
}
type Loop = ReturnType<typeof loopOf>;

function standing(entries: Loop, atMs: number) {
  const position = loopAt(entries, 0, atMs);
  if (position === undefined) throw new Error('a loop is never empty here');
  return { entries, position };
}
/** The next `count` stories from `atMs` on. */
function shownFrom(entries: Loop, atMs: number, count: number, step: number): string[] {
  const shown: string[] = [];
  for (let ms = atMs; shown.length < count; ms += step) {
    const { entry, cycle } = standing(entries, ms).position;
    if (entry.turns === undefined) continue;
    const { version } = turnOf({ ...entry, item: undefined }, cycle);
    if (step > 0) shown.push(version);
    else shown.unshift(version);
  }
  return shown;
}
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('steps ahead', () => {
  test('not at all while the order is the same, or without turns', () => {
    const loop = loopOf(upTo(30), 3);
    for (const atMs of [0, 123_456, 5_000_000]) expect(roundsAhead(standing(loop, atMs), standing(loop, atMs))).toBe(0);
    const plain = loopOf([], 3);
    expect(roundsAhead(standing(plain, 0), standing(plain, 0))).toBe(0);
  });

  test('as far as it must when a new story has moved the others on by one', () => {
    const [before, after] = [loopOf(upTo(40), 1), loopOf([99, ...upTo(39)], 1)];
    const atMs = 11 * 2 * SECONDS + SECONDS;
    const [was, is] = [standing(before, atMs), standing(after, atMs)];
    // By itself the loop would say again what it says now.
    expect(shownFrom(after, atMs + 2 * SECONDS, 1, SECONDS)).toEqual(shownFrom(before, atMs, 1, SECONDS));
    expect(roundsAhead(was, is)).toBe(1);
  });

  test('whatever came and went, never nearer together than without a step', () => {
    const orders = tuple(shuffledSubarray(upTo(60), { minLength: 4 }), shuffledSubarray(upTo(60), { minLength: 4 }));
    const apart = (before: Loop, after: Loop, atMs: number, ahead: number) => {
      const shown = shownFrom(before, atMs, 20, -SECONDS);
      const roundMs = after.length * SECONDS;
      const next = shownFrom(after, atMs + SECONDS + ahead * roundMs, 40, SECONDS);
      return Math.min(
        ...shown.map((version, place) => (next.includes(version) ? next.indexOf(version) + 20 - place : 60)),
      );
    };
    assert(
      property(
        orders,
        integer({ min: 1, max: 4 }),
        array(integer({ min: 3_000, max: 9_000 }), { minLength: 1, maxLength: 3 }),
        ([a, b], wide, at) => {
          const [before, after] = [loopOf(a, wide), loopOf(b, wide)];
          for (const tens of at) {
            const atMs = tens * SECONDS;
            const ahead = roundsAhead(standing(before, atMs), standing(after, atMs));
            expect(apart(before, after, atMs, ahead)).toBeGreaterThanOrEqual(
              Math.min(apart(before, after, atMs, 0), 20),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
