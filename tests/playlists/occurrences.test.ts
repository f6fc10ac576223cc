/** What a calendar draws is what the engine plays; who hides what and why; days of 23 and 25 hours. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayClock, localMoment } from '@palier/playlists/day-clock';
import { occurrencesIn } from '@palier/playlists/occurrences';
import { timeline } from '@palier/playlists/timeline';
import { timelineChanges } from '@palier/playlists/timeline-changes';
import { at, daily, input, nameOf, weekly } from './build.ts';
import { ZONES } from './oracle.ts';

const HOUR = 3_600_000;
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

describe('occurrences', () => {
  test('the pieces that play are the blocks of the timeline, in every zone and through every change of the clocks', () => {
    const rules = fc.array(
      fc.record({
        from: time,
        until: time,
        days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        priority: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        rules,
        fc.constantFrom('2026-03-23', '2026-10-19', '2026-10-26'),
        fc.constantFrom(...ZONES),
        (drafts, monday, zone) => {
          const made = drafts.map((each, index) =>
            daily(`r${index}`, each.from, each.until, { recurrence: weekly(...each.days), priority: each.priority }),
          );
          const asked = input(zone, made, [
            { id: 'alarm', startsAt: `${monday}T10:00:00Z`, endsAt: `${monday}T11:30:00Z` },
          ]);
          const { occurrences, takeovers } = occurrencesIn(asked, monday, 7);
          const start = dayClock(monday, zone).startMs;
          const end =
            dayClock(monday, zone).startMs +
            Array.from(
              { length: 7 },
              (_, day) => dayClock(Temporal.PlainDate.from(monday).add({ days: day }).toString(), zone).lengthMs,
            ).reduce((sum, each) => sum + each, 0);
          const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
          for (const block of timeline(asked, instant(start), instant(end))) {
            const name = nameOf(block.program);
            const [from, to] = [block.from.epochMilliseconds, block.to.epochMilliseconds];
            const playing = [
              ...occurrences.flatMap((one) =>
                one.pieces
                  .filter((piece) => piece.hiddenBy === undefined)
                  .map((piece) => ({ ...piece, name: one.ruleId as string })),
              ),
              ...takeovers.map((one) => ({ ...one, name: one.takeoverId as string })),
            ].filter((piece) => piece.startMs < to && piece.endMs > from);
            expect([...new Set(playing.map((piece) => piece.name))]).toEqual(name === '-' ? [] : [name]);
            expect(Math.min(from, ...playing.map((piece) => piece.startMs))).toBe(from);
            expect(Math.max(to, ...playing.map((piece) => piece.endMs))).toBe(to);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a hidden piece says who hides it and by which rule of the order', () => {
    const asked = input('Europe/Paris', [
      daily('week', '09:00', '12:00', { recurrence: weekly(1) }),
      daily('every', '09:00', '12:00'),
      daily('strong', '10:00', '11:00', { priority: 5 }),
      daily('late', '11:30', '12:30'),
    ]);
    const said = occurrencesIn(asked, '2026-05-04', 1).occurrences.map((one) => [
      one.ruleId,
      ...one.pieces.map((piece) => (piece.hiddenBy === undefined ? 'plays' : piece.hiddenBy.because)),
    ]);
    expect(Object.fromEntries(said.map(([id, ...rest]) => [id, rest]))).toEqual({
      week: ['plays', 'lower-priority', 'plays'],
      every: ['less-specific', 'lower-priority', 'less-specific'],
      strong: ['plays'],
      late: ['less-specific', 'plays'],
    });
  });

  test('a night belongs to the day it starts', () => {
    const asked = input('Europe/Paris', [daily('night', '22:00', '02:00', { recurrence: weekly(5) })]);
    expect(occurrencesIn(asked, '2026-05-09', 1).occurrences.map((one) => one.day)).toEqual(['2026-05-08']);
  });
});

describe('days on which the clocks change', () => {
  test.each([
    ['2026-03-29', 23, { kind: 'missing', from: '02:00', to: '03:00' }],
    ['2026-10-25', 25, { kind: 'doubled', from: '02:00', to: '03:00' }],
    ['2026-05-07', 24, undefined],
  ])('%s has %d hours in Paris', (date, hours, change) => {
    const day = dayClock(date, 'Europe/Paris');
    expect(day.lengthMs / HOUR).toBe(hours);
    expect(
      day.change === undefined ? undefined : { kind: day.change.kind, from: day.change.from, to: day.change.to },
    ).toEqual(change);
  });

  test.each([
    ['2026-03-29T02:30', { kind: 'missing', atMs: Date.parse('2026-03-29T01:00:00Z') }],
    [
      '2026-10-25T02:30',
      { kind: 'twice', atMs: Date.parse('2026-10-25T00:30:00Z'), secondMs: Date.parse('2026-10-25T01:30:00Z') },
    ],
    ['2026-05-07T13:05', { kind: 'once', atMs: Date.parse('2026-05-07T11:05:00Z') }],
    ['2026-02-30T10:00', undefined],
    ['soon', undefined],
  ])('%s in Paris', (local, expected) => expect(localMoment(local, 'Europe/Paris')).toEqual(expected));
});

test('what a change of schedules changes is told in stretches', () => {
  const before = input('Europe/Paris', [daily('a', '09:00', '12:00'), daily('b', '12:00', '14:00')]);
  const after = input('Europe/Paris', [daily('a', '09:00', '11:00'), daily('b', '11:00', '14:00')]);
  expect(timelineChanges(before, after, at('2026-05-04T00:00Z'), at('2026-05-05T00:00Z'))).toEqual([
    { startMs: Date.parse('2026-05-04T09:00Z'), endMs: Date.parse('2026-05-04T10:00Z'), before: 'a', after: 'b' },
  ]);
  expect(timelineChanges(before, before, at('2026-05-04T00:00Z'), at('2026-05-05T00:00Z'))).toEqual([]);
});
