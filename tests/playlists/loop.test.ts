/** Which entry of a loop is on, in closed form; and how a loop that changes goes on without a jump. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loopAt, reanchor, type LoopEntry } from '@palier/playlists/loop';

const entry = (key: string, durationMs: number): LoopEntry => ({ key, version: '1', durationMs });
const ABC = [entry('a', 1000), entry('b', 2000), entry('c', 3000)];

test.each([
  [0, 'a', 0, 1000],
  [999, 'a', 0, 1000],
  [1000, 'b', 1000, 3000],
  [5999, 'c', 3000, 6000],
  [6000, 'a', 6000, 7000],
  [-1, 'c', -3000, 0],
  [-6000, 'a', -6000, -5000],
])('%i ms after the anchor %s is on', (intoMs, key, startsMs, endsMs) => {
  const anchorMs = 1_778_000_000_123;
  expect(loopAt(ABC, anchorMs, anchorMs + intoMs)).toMatchObject({
    entry: { key },
    startsAtMs: anchorMs + startsMs,
    endsAtMs: anchorMs + endsMs,
  });
});

test('excluded entries take no time, and keep the index of the others', () => {
  expect(loopAt(ABC, 0, 1500, new Set(['b']))).toMatchObject({
    entry: { key: 'c' },
    index: 2,
    startsAtMs: 1000,
    endsAtMs: 4000,
  });
});

test('an empty loop, or one with everything excluded, shows nothing', () => {
  expect(loopAt([], 0, 5)).toBeUndefined();
  expect(loopAt(ABC, 0, 5, new Set(['a', 'b', 'c']))).toBeUndefined();
});

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const keys = fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 8 });
const entries = keys.chain((all) =>
  fc.tuple(...all.map((key) => fc.integer({ min: 1, max: 60_000 }).map((durationMs) => entry(key, durationMs)))),
);
const excluded = fc.array(fc.constantFrom(...KEYS), { maxLength: 3 }).map((all) => new Set(all));
const anchor = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
const offset = fc.integer({ min: -1_000_000, max: 1_000_000 });

describe('any loop', () => {
  test('is on one entry for exactly its time, then on the next that is not excluded', () => {
    fc.assert(
      fc.property(entries, excluded, anchor, offset, (all, without, anchorMs, intoMs) => {
        const atMs = anchorMs + intoMs;
        const shown = all.filter(({ key }) => !without.has(key));
        const on = loopAt(all, anchorMs, atMs, without);
        expect(on === undefined).toBe(shown.length === 0);
        if (on === undefined) return;
        expect(all[on.index]).toBe(on.entry);
        expect(without.has(on.entry.key)).toBe(false);
        expect(on.startsAtMs).toBeLessThanOrEqual(atMs);
        expect(on.endsAtMs).toBeGreaterThan(atMs);
        expect(on.endsAtMs - on.startsAtMs).toBe(on.entry.durationMs);
        expect(loopAt(all, anchorMs, on.startsAtMs, without)).toEqual(on);
        expect(loopAt(all, anchorMs, on.endsAtMs - 1, without)).toEqual(on);
        const next = loopAt(all, anchorMs, on.endsAtMs, without);
        expect(next?.entry).toBe(shown[(shown.indexOf(on.entry) + 1) % shown.length]);
        expect(next?.startsAtMs).toBe(on.endsAtMs);
      }),
      { numRuns: 500 },
    );
  });

  test('starts with its first entry at the anchor, and every full length after it', () => {
    fc.assert(
      fc.property(entries, excluded, anchor, fc.integer({ min: -50, max: 50 }), (all, without, anchorMs, times) => {
        const shown = all.filter(({ key }) => !without.has(key));
        const totalMs = shown.reduce((sum, { durationMs }) => sum + durationMs, 0);
        const on = loopAt(all, anchorMs, anchorMs + times * totalMs, without);
        expect(on?.entry).toBe(shown[0]);
        expect(on?.startsAtMs ?? anchorMs + times * totalMs).toBe(anchorMs + times * totalMs);
      }),
    );
  });
});

describe('a loop that changes', () => {
  const change = (next: LoopEntry[], atMs: number, without?: Set<string>) => {
    const anchorMs = reanchor(
      { entries: ABC, anchorMs: 0 },
      { entries: next, ...(without ? { excluded: without } : {}) },
      atMs,
    );
    return loopAt(next, anchorMs, atMs, without);
  };

  test('keeps the entry that is on, wherever it stands now', () => {
    expect(change([entry('c', 3000), entry('new', 500), entry('b', 2000)], 1500)).toMatchObject({
      entry: { key: 'b' },
      startsAtMs: 1000,
      endsAtMs: 3000,
    });
  });

  test('takes a new duration at once, and goes on when that is over', () => {
    expect(change([entry('a', 1000), entry('b', 9000)], 1500)).toMatchObject({
      entry: { key: 'b' },
      startsAtMs: 1000,
      endsAtMs: 10_000,
    });
    expect(change([entry('a', 1000), entry('b', 200), entry('new', 700)], 1500)).toMatchObject({
      entry: { key: 'new' },
      startsAtMs: 1500,
    });
    expect(change([entry('b', 200)], 1500)).toMatchObject({ entry: { key: 'b' }, startsAtMs: 1500 });
  });

  test('goes to the first survivor when the entry is gone or excluded', () => {
    expect(change([entry('c', 3000), entry('a', 1000)], 1500)).toMatchObject({ entry: { key: 'c' }, startsAtMs: 1500 });
    expect(change(ABC, 1500, new Set(['b', 'c']))).toMatchObject({ entry: { key: 'a' }, startsAtMs: 1500 });
    expect(change([entry('x', 100), entry('y', 100)], 1500)).toMatchObject({ entry: { key: 'x' }, startsAtMs: 1500 });
    expect(change([], 1500)).toBeUndefined();
  });

  test('never jumps: the same entry with the same start, or another one that starts now', () => {
    fc.assert(
      fc.property(
        entries,
        excluded,
        entries,
        excluded,
        anchor,
        offset,
        (before, beforeOut, after, afterOut, anchorMs, intoMs) => {
          const atMs = anchorMs + intoMs;
          const was = loopAt(before, anchorMs, atMs, beforeOut);
          const newAnchorMs = reanchor(
            { entries: before, anchorMs, excluded: beforeOut },
            { entries: after, excluded: afterOut },
            atMs,
          );
          const is = loopAt(after, newAnchorMs, atMs, afterOut);
          expect(is === undefined).toBe(after.every(({ key }) => afterOut.has(key)));
          if (is === undefined) return;
          const kept =
            was === undefined ? undefined : after.find(({ key }) => key === was.entry.key && !afterOut.has(key));
          const goesOn = was !== undefined && kept !== undefined && was.startsAtMs + kept.durationMs > atMs;
          expect([is.startsAtMs, goesOn && is.entry !== kept]).toEqual([goesOn ? was.startsAtMs : atMs, false]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('is not moved by a change that changes nothing', () => {
    fc.assert(
      fc.property(entries, excluded, anchor, offset, (all, without, anchorMs, intoMs) => {
        const atMs = anchorMs + intoMs;
        const loop = { entries: all, excluded: without };
        const again = reanchor({ ...loop, anchorMs }, loop, atMs);
        expect(loopAt(all, again, atMs, without)).toEqual(loopAt(all, anchorMs, atMs, without));
      }),
    );
  });
});
