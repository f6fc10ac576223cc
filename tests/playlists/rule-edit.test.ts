/** Changing one occurrence of a repeated rule leaves every other one exactly as it was, through every change of the clocks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuleId } from '@palier/playlists/ids';
import { occurrencesIn } from '@palier/playlists/occurrences';
import { Rule } from '@palier/playlists/schedule';
import {
  addDays,
  changeOccurrence,
  cutBefore,
  removeOccurrence,
  repeats,
  startingOn,
} from '@palier/playlists/rule-edit';
import { schedule, screen } from './build.ts';
import { ZONES } from './oracle.ts';

const NEW = RuleId.parse('new');
const CENTRES = ['2026-03-29', '2026-10-25', '2026-11-01', '2026-03-08', '2006-10-29', '2026-07-01'];
const rule = (draft: object) => Rule.parse({ id: 'old', playlistId: 'p', ...draft });
const weekly = (...weekdays: number[]) => ({ kind: 'weekly', weekdays });

/** Day, start and end of every occurrence, and its playlist. */
function drawn(rules: readonly Rule[], from: string, days: number, zone = 'Europe/Paris'): string[] {
  const input = {
    screen: screen(zone),
    schedules: [schedule({ rules: rules.map((each) => ({ ...each })) })],
    takeovers: [],
  };
  return occurrencesIn(input, from, days)
    .occurrences.map((one) => `${one.day} ${one.startMs} ${one.endMs} ${one.playlistId}`)
    .toSorted();
}

const lateEvening = rule({ daypart: { from: '23:30', until: '00:00' }, recurrence: { kind: 'daily' } });
const untilLate = rule({ daypart: { from: '00:00', until: '23:30' }, recurrence: { kind: 'daily' } });
const time = fc
  .tuple(fc.constantFrom(0, 1, 2, 2, 3, 9, 22, 23), fc.constantFrom(0, 30))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const anyRule = fc
  .record(
    {
      daypart: fc.record({ from: time, until: time }),
      recurrence: fc.oneof(
        fc.constant({ kind: 'daily' }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((days) => weekly(...days)),
        fc.constant({ kind: 'rrule', start: '2006-01-02', rrule: 'FREQ=DAILY;INTERVAL=2' }),
      ),
    },
    { requiredKeys: ['recurrence'] },
  )
  .map(rule);

describe('dividing a rule', () => {
  test('at any day, in any zone, changes nothing that is on', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.constantFrom(...CENTRES),
        fc.integer({ min: -3, max: 3 }),
        fc.constantFrom(...ZONES),
        (whole, centre, by, zone) => {
          const day = addDays(centre, by);
          const from = addDays(centre, -7);
          const parts = [cutBefore(whole, day), startingOn(whole, day)].flatMap((part, index) =>
            part === undefined ? [] : { ...part, id: RuleId.parse(`part-${index}`) },
          );
          expect(drawn(parts, from, 15, zone)).toEqual(drawn([whole], from, 15, zone));
        },
      ),
      // There the clocks went back a minute after midnight, into the evening before.
      {
        numRuns: 150,
        examples: [
          [lateEvening, '2006-10-29', -1, 'America/St_Johns'],
          [untilLate, '2006-10-29', 0, 'America/St_Johns'],
        ],
      },
    );
  });

  test('one day out takes exactly the occurrence that starts there', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...CENTRES), fc.constantFrom(...ZONES), (whole, day, zone) => {
        const edit = removeOccurrence(whole, day, 'day');
        const from = addDays(day, -7);
        const expected = drawn([whole], from, 15, zone).filter((one) => !one.startsWith(day));
        expect(edit.kind === 'rules' ? drawn(edit.rules, from, 15, zone) : edit).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });
});

test('a late hour that ends before midnight is cut without an exception', () => {
  const evening = rule({ daypart: { from: '22:30', until: '23:30' }, recurrence: { kind: 'daily' } });
  expect(cutBefore(evening, '2026-05-07')?.except).toEqual([]);
});

describe('changing one occurrence', () => {
  const mornings = rule({ recurrence: weekly(1, 3, 5), daypart: { from: '09:00', until: '12:00' } });
  const change = { day: '2026-05-07', daypart: { from: '10:00', until: '13:00' } };
  const days = (rules: readonly Rule[]) => {
    const input = { screen: screen('Europe/Paris'), schedules: [schedule({ rules: [...rules] })], takeovers: [] };
    const hour = (ms: number) => new Date(ms + 2 * 3_600_000).toISOString().slice(11, 16);
    return occurrencesIn(input, '2026-05-04', 14).occurrences.map((one) => `${one.day.slice(8)} ${hour(one.startMs)}`);
  };

  test.each([
    ['day', ['04 09:00', '07 10:00', '08 09:00', '11 09:00', '13 09:00', '15 09:00']],
    ['following', ['04 09:00', '07 10:00', '08 10:00', '11 10:00', '14 10:00', '15 10:00']],
    ['all', ['04 10:00', '07 10:00', '08 10:00', '11 10:00', '14 10:00', '15 10:00']],
  ] as const)('Wednesday to Thursday, an hour later: %s', (scope, expected) => {
    const edit = changeOccurrence(mornings, '2026-05-06', { scope, change, newId: NEW });
    expect(edit.kind === 'rules' ? days(edit.rules) : edit).toEqual(expected);
  });

  test('a night is moved whole, and the night before it is not cut', () => {
    const nights = rule({ recurrence: { kind: 'daily' }, daypart: { from: '22:00', until: '02:00' } });
    const edit = changeOccurrence(nights, '2026-05-06', {
      scope: 'following',
      change: { day: '2026-05-06', daypart: { from: '23:00', until: '03:00' } },
      newId: NEW,
    });
    expect(edit.kind === 'rules' ? days(edit.rules).slice(0, 4) : edit).toEqual([
      '03 22:00',
      '04 22:00',
      '05 22:00',
      '06 23:00',
    ]);
  });

  test.each([
    [
      'a rule of every day has no other days',
      { recurrence: { kind: 'daily' }, daypart: { from: '09:00', until: '12:00' } },
      'same-days',
    ],
    [
      'a written rule with choices is not guessed',
      { recurrence: { kind: 'rrule', start: '2026-01-01', rrule: 'FREQ=MONTHLY;BYDAY=1WE' } },
      'written-rule',
    ],
  ])('%s', (_, draft, reason) => {
    const whole = rule(draft);
    const moved = { day: '2026-05-07', daypart: whole.daypart };
    expect(changeOccurrence(whole, '2026-05-06', { scope: 'all', change: moved, newId: NEW })).toEqual({
      kind: 'refused',
      reason,
    });
    expect(changeOccurrence(whole, '2026-05-06', { scope: 'day', change: moved, newId: NEW }).kind).toBe('rules');
  });

  test('exceptions follow the day they were exceptions of', () => {
    const holiday = rule({ recurrence: weekly(3), except: ['2026-05-13'] });
    const edit = changeOccurrence(holiday, '2026-05-06', { scope: 'all', change: { day: '2026-05-07' }, newId: NEW });
    expect(edit).toMatchObject({ rules: [{ recurrence: weekly(4), except: ['2026-05-14'] }] });
  });

  test('a fortnightly written rule moves to another weekday', () => {
    const fortnight = rule({
      recurrence: { kind: 'rrule', start: '2026-05-04', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE' },
    });
    const edit = changeOccurrence(fortnight, '2026-05-06', { scope: 'all', change: { day: '2026-05-08' }, newId: NEW });
    expect(edit).toMatchObject({ rules: [{ recurrence: { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR' } }] });
  });

  test('one named date does not repeat, two do', () => {
    expect(
      [['2026-05-06'], ['2026-05-06', '2026-05-07']].map((dates) =>
        repeats(rule({ recurrence: { kind: 'dates', dates } })),
      ),
    ).toEqual([false, true]);
  });

  test('a year of exceptions is full, and it is said', () => {
    const except = Array.from({ length: 366 }, (_, index) => addDays('2026-01-01', index));
    expect(removeOccurrence(rule({ except }), '2027-06-01', 'day')).toEqual({
      kind: 'refused',
      reason: 'too-many-exceptions',
    });
  });
});
