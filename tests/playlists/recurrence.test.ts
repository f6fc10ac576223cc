/** On which days a recurrence falls, and which RRULE texts are taken. */
import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, test } from 'vitest';
import { calendarDay, dayNumber, dayNumberOf, daysInMonth } from '@palier/playlists/calendar-day';
import { recurrenceDays, recursOn } from '@palier/playlists/recurrence-days';
import { Recurrence } from '@palier/playlists/recurrence';
import { expandedDays, rruleDays } from '@palier/playlists/rrule-days';
import { quickRruleDays } from '@palier/playlists/rrule-quick';
import { rruleFault } from '@palier/playlists/rrule-text';
import { recurs } from './oracle.ts';

const anyDate = fc
  .integer({ min: -200_000, max: 200_000 })
  .map((days) => Temporal.PlainDate.from('1970-01-01').add({ days }));

describe('calendar days', () => {
  test('agree with Temporal over a thousand years', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const number = dayNumber(date.year, date.month, date.day);
        expect(number).toBe(Temporal.PlainDate.from('1970-01-01').until(date).days);
        expect(calendarDay(number)).toEqual({
          number,
          year: date.year,
          month: date.month,
          day: date.day,
          weekday: date.dayOfWeek,
        });
        expect(daysInMonth(date.year, date.month)).toBe(date.daysInMonth);
        expect(calendarDay(dayNumberOf(date.toString()))).toEqual(calendarDay(number));
      }),
    );
  });
});

const weekday = fc.integer({ min: 1, max: 7 });
const plain = fc
  .oneof(
    fc.record({ kind: fc.constant('weekly'), weekdays: fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 }) }),
    fc.record({
      kind: fc.constant('monthly-date'),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('monthly-weekday'),
      weekday,
      nth: fc.constantFrom(1, 2, 3, 4, 5, -1, -2, -3, -4, -5),
    }),
    fc.record({
      kind: fc.constant('yearly'),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 31 }),
    }),
    fc.constant({ kind: 'daily' }),
  )
  .map((draft) => Recurrence.parse(draft));

const NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The same recurrence as iCalendar text. */
function asText(recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${recurrence.weekdays.map((day) => NAMES[day - 1]).join(',')}`;
    case 'monthly-date':
      return `FREQ=MONTHLY;BYMONTHDAY=${recurrence.days.join(',')}`;
    case 'monthly-weekday':
      return `FREQ=MONTHLY;BYDAY=${recurrence.nth}${NAMES[recurrence.weekday - 1]}`;
    case 'yearly':
      return `FREQ=YEARLY;BYMONTH=${recurrence.month};BYMONTHDAY=${recurrence.day}`;
    default:
      return 'FREQ=DAILY';
  }
}

describe('a recurrence', () => {
  test('falls where a plain reading of the calendar says', () => {
    fc.assert(
      fc.property(plain, anyDate, (recurrence, date) => {
        for (let days = 0; days < 40; days += 1) {
          const each = date.add({ days });
          expect([each.toString(), recursOn(recurrence, each)]).toEqual([each.toString(), recurs(recurrence, each)]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('written as an RRULE falls on the same days, however long ago it started', () => {
    const starts = fc.constantFrom('1970-01-01', '1999-12-31', '2024-02-29', '2026-01-05');
    fc.assert(
      fc.property(plain, starts, fc.integer({ min: 0, max: 4000 }), (recurrence, start, later) => {
        const rrule = asText(recurrence);
        expect(rruleFault(rrule)).toBeUndefined();
        const same = recurrenceDays(Recurrence.parse({ kind: 'rrule', start, rrule }));
        const own = recurrenceDays(recurrence);
        const first = dayNumberOf('2026-02-01') + later;
        for (let number = first; number < first + 200; number += 1) {
          const day = calendarDay(number);
          expect([rrule, day, same(day)]).toEqual([rrule, day, own(day)]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('an RRULE', () => {
  const days = (start: string, rrule: string, from: string, to: string) => {
    const isDay = rruleDays(start, rrule);
    const found: string[] = [];
    for (
      let date = Temporal.PlainDate.from(from);
      Temporal.PlainDate.compare(date, to) < 0;
      date = date.add({ days: 1 })
    ) {
      if (isDay(dayNumberOf(date.toString()))) found.push(date.toString());
    }
    return found;
  };

  test.each([
    [
      '2026-05-05',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      '2026-04-01',
      '2026-06-30',
      ['2026-05-05', '2026-05-19', '2026-06-02', '2026-06-16'],
    ],
    ['2026-01-31', 'FREQ=MONTHLY', '2026-01-01', '2026-06-30', ['2026-01-31', '2026-03-31', '2026-05-31']],
    [
      '2026-01-01',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2026-05-01',
      '2026-07-01',
      ['2026-05-29', '2026-06-30'],
    ],
    ['2026-05-04', 'FREQ=DAILY;COUNT=3', '2026-05-01', '2026-06-01', ['2026-05-04', '2026-05-05', '2026-05-06']],
    [
      '2026-05-04',
      'FREQ=WEEKLY;COUNT=3;BYDAY=MO,FR',
      '2026-05-01',
      '2026-06-01',
      ['2026-05-04', '2026-05-08', '2026-05-11'],
    ],
    ['2026-05-04', 'FREQ=DAILY;UNTIL=20260506', '2026-05-01', '2026-06-01', ['2026-05-04', '2026-05-05', '2026-05-06']],
    ['2026-05-04', 'FREQ=DAILY;UNTIL=20260505T220000Z', '2026-05-01', '2026-06-01', ['2026-05-04', '2026-05-05']],
    ['2024-02-29', 'FREQ=YEARLY', '2024-01-01', '2033-01-01', ['2024-02-29', '2028-02-29', '2032-02-29']],
    ['2026-01-01', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '2026-01-01', '2028-01-01', ['2026-05-11', '2027-05-17']],
    ['2026-05-05', 'FREQ=WEEKLY;BYDAY=MO', '2026-05-01', '2026-05-20', ['2026-05-11', '2026-05-18']],
    ['2026-01-01', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01', '2040-01-01', []],
  ])('from %s, %s', (start, rrule, from, to, expected) => {
    expect(rruleFault(rrule)).toBeUndefined();
    expect(days(start, rrule, from, to)).toEqual(expected);
  });

  test.each([
    [
      'FREQ=SECONDLY',
      'FREQ SECONDLY is more often than daily: a rule says on which days; give the time of day as a daypart',
    ],
    [
      'FREQ=HOURLY;INTERVAL=24',
      'FREQ HOURLY is more often than daily: a rule says on which days; give the time of day as a daypart',
    ],
    ['FREQ=DAILY;BYHOUR=9', 'BYHOUR is not taken: a rule says on which days; give the time of day as a daypart'],
    ['BYDAY=MO', 'FREQ is missing, e.g. FREQ=WEEKLY;BYDAY=MO'],
    ['FREQ=FORTNIGHTLY', 'FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY'],
    ['RRULE:FREQ=DAILY', 'FREQ is missing, e.g. FREQ=WEEKLY;BYDAY=MO'],
    ['FREQ=DAILY;', 'cannot read "": write parts as NAME=VALUE with ; between them'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ is given twice'],
    ['FREQ=DAILY;COLOUR=RED', 'COLOUR is not known here'],
    ['FREQ=DAILY;toString=1', 'toString is not known here'],
    ['FREQ=DAILY\nEXDATE:20260101', 'FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY'],
    ['FREQ=DAILY;EXDATE=20260101', 'EXDATE is not part of a rule: use "start" and "except"'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL must be a whole number from 1 to 1000'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL must be a whole number from 1 to 1000'],
    ['FREQ=DAILY;COUNT=1000000', 'COUNT must be a whole number from 1 to 1000'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20260101', 'COUNT cannot stand beside UNTIL'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL is no date of the calendar'],
    [
      'FREQ=DAILY;UNTIL=20260101T000000',
      'UNTIL must be a date such as 20261224, or an instant such as 20261224T180000Z',
    ],
    ['FREQ=WEEKLY;BYDAY=2MO', 'BYDAY cannot count weekdays ("2MO") in this rule: write the weekday alone'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'BYDAY must be from 1 to 5, or from -1 to -5 counted from the end'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY must be weekdays such as MO,TU or, in a MONTHLY rule, -1FR'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY cannot stand in a WEEKLY rule'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY must be from 1 to 31, or from -1 to -31 counted from the end'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY must be from 1 to 31, or from -1 to -31 counted from the end'],
    ['FREQ=MONTHLY;BYYEARDAY=3', 'BYYEARDAY stands only in a YEARLY rule'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'BYSETPOS needs another BY... part to choose from'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=8', 'BYSETPOS must be from 1 to 7, or from -1 to -7 counted from the end'],
    ['FREQ=MONTHLY;WKST=1', 'WKST must be a weekday such as MO'],
    [
      `FREQ=MONTHLY;BYMONTHDAY=${Array.from({ length: 32 }, () => '1').join(',')}`,
      'BYMONTHDAY has more than 31 values',
    ],
  ])('%j is refused: %s', (rrule, reason) => {
    expect(rruleFault(rrule)).toBe(reason);
    const refused = Recurrence.safeParse({ kind: 'rrule', start: '2026-01-01', rrule });
    expect(refused.error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([['rrule', reason]]);
    expect(rruleDays('2026-01-01', rrule)(dayNumberOf('2026-05-07'))).toBe(false);
  });

  test('of any text: it is refused, or the library takes it; and it always comes to an end', () => {
    const number = fc.integer({ min: -400, max: 1100 });
    const values = fc.oneof(
      fc.array(number, { minLength: 1, maxLength: 5 }).map((all) => all.join(',')),
      fc
        .array(fc.tuple(fc.constantFrom('', '1', '-1', '5', '60'), fc.constantFrom(...NAMES)), {
          minLength: 1,
          maxLength: 5,
        })
        .map((all) => all.map((pair) => pair.join('')).join(',')),
      fc.constantFrom('20270101', '20260101T000000Z', '20991231'),
    );
    const names = fc.constantFrom(
      'INTERVAL',
      'COUNT',
      'UNTIL',
      'BYMONTH',
      'BYMONTHDAY',
      'BYYEARDAY',
      'BYWEEKNO',
      'BYDAY',
      'BYSETPOS',
      'WKST',
    );
    const frequency = fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY');
    let taken = 0;
    fc.assert(
      fc.property(frequency, fc.array(fc.tuple(names, values), { maxLength: 4 }), (freq, parts) => {
        const text = [`FREQ=${freq}`, ...parts.map((part) => part.join('='))].join(';');
        const refused = rruleFault(text) !== undefined;
        if (refused) return;
        taken += 1;
        const dtstart = Temporal.PlainDate.from('2026-01-05').toZonedDateTime('UTC');
        expect(() => new RRuleTemporal({ rruleString: `RRULE:${text}`, dtstart, tzid: 'UTC' })).not.toThrow();
        expect(typeof rruleDays('2026-01-05', text)(dayNumberOf('2031-05-07'))).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(60);
  });

  test('refuses nonsense by words, never by an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(rruleFault(text)).toMatch(/./);
      }),
    );
  });
});

describe('the quick way to the days of an RRULE', () => {
  const some = (values: readonly string[], most: number) =>
    fc.subarray([...values], { minLength: 1, maxLength: most }).map((chosen) => chosen.join(','));
  const part = (name: string, values: fc.Arbitrary<string>) =>
    fc.option(
      values.map((value) => `${name}=${value}`),
      { nil: undefined },
    );
  const dates = some(['1', '2', '15', '28', '29', '30', '31', '-1', '-3'], 3);
  const months = some(['1', '2', '3', '6', '10', '12'], 3);
  const interval = part('INTERVAL', fc.integer({ min: 1, max: 5 }).map(String));
  const until = part('UNTIL', fc.constantFrom('20261224', '20260301T120000Z', '20270228T000000Z'));
  const join = (parts: (string | undefined)[]) => parts.filter((each) => each !== undefined).join(';');
  const texts = fc.oneof(
    fc.tuple(
      fc.constant('FREQ=DAILY'),
      interval,
      until,
      part('BYMONTH', months),
      part('BYMONTHDAY', dates),
      part('BYDAY', some(NAMES, 3)),
    ),
    fc.tuple(
      fc.constant('FREQ=WEEKLY'),
      interval,
      until,
      part('WKST', fc.constantFrom(...NAMES)),
      part('BYMONTH', months),
      part('BYDAY', some(NAMES, 4)),
    ),
    fc.tuple(fc.constant('FREQ=MONTHLY'), interval, until, part('BYMONTH', months), part('BYMONTHDAY', dates)),
    fc.tuple(
      fc.constant('FREQ=MONTHLY'),
      interval,
      until,
      part('BYDAY', some(['1MO', '2TU', '5FR', '-1FR', '-2SU', 'WE'], 3)),
    ),
    fc.tuple(fc.constant('FREQ=YEARLY'), interval, until, part('BYMONTH', months), part('BYMONTHDAY', dates)),
  );

  test('names the same days as the library', () => {
    fc.assert(
      fc.property(
        texts.map(join),
        fc.constantFrom('2026-01-01', '2026-01-31', '2024-02-29', '2026-03-18'),
        (text, start) => {
          expect(rruleFault(text)).toBeUndefined();
          const quick = quickRruleDays(start, text);
          if (quick === undefined) throw new Error(`not quick: ${text}`);
          const slow = expandedDays(start, text);
          const first = dayNumberOf('2026-01-01');
          const all = Array.from({ length: 460 }, (_, index) => first - 30 + index);
          expect([text, all.filter(quick)]).toEqual([text, all.filter(slow)]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([
    'FREQ=DAILY;COUNT=3',
    'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1',
    'FREQ=YEARLY;BYYEARDAY=100',
    'FREQ=YEARLY;BYDAY=20MO',
  ])('%s is left to the library', (text) => expect(quickRruleDays('2026-01-01', text)).toBeUndefined());
});
