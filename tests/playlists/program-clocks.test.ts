/** The nights the clocks change, in Paris, New York and Lord Howe, and the odd ones: a second midnight, a day that never was. */
import { describe, expect, test } from 'vitest';
import { programAt } from '@palier/playlists/program';
import { at, daily, input, nameOf, onAt, PARIS, weekly, type Row, type RuleDraft } from './build.ts';

const DST: [string, ...Row][] = [
  [
    'Paris, the skipped hour: what starts in it starts when it is over',
    [daily('in', '02:30', '04:00'), daily('gone', '02:00', '03:00', { priority: 5 })],
    PARIS,
    [
      ['2026-03-29T01:59:59', '-'],
      ['2026-03-29T03:00', 'in'],
      ['2026-03-29T03:59', 'in'],
      ['2026-03-29T04:00', '-'],
    ],
  ],
  [
    'New York, the skipped hour ends a window at its end',
    [daily('night', '22:00', '02:30', { recurrence: weekly(6) })],
    'America/New_York',
    [
      ['2026-03-08T01:59:59', 'night'],
      ['2026-03-08T03:00', '-'],
    ],
  ],
  [
    'Lord Howe, half an hour is skipped',
    [daily('in', '02:15', '02:45')],
    'Australia/Lord_Howe',
    [
      ['2026-10-04T01:59', '-'],
      ['2026-10-04T02:30', 'in'],
      ['2026-10-04T02:44', 'in'],
      ['2026-10-04T02:45', '-'],
    ],
  ],
];

describe('the night the clocks go forward', () => {
  test.each(DST)('%s', (_what, rules, zone, rows) => {
    expect(onAt(rules, zone, rows)).toEqual(rows);
  });
});

/** Instants, because the same wall-clock time comes twice. */
const REPEATED: [string, RuleDraft[], string, [instant: string, expected: string][]][] = [
  [
    'Paris: starts at the first, ends at the second occurrence',
    [daily('in', '02:15', '02:45')],
    PARIS,
    [
      ['2026-10-25T00:14:59Z', '-'],
      ['2026-10-25T00:15:00Z', 'in'],
      ['2026-10-25T00:50:00Z', 'in'],
      ['2026-10-25T01:10:00Z', 'in'],
      ['2026-10-25T01:44:59Z', 'in'],
      ['2026-10-25T01:45:00Z', '-'],
    ],
  ],
  [
    'New York: the night lasts until the second 01:30',
    [daily('night', '22:00', '01:30', { recurrence: weekly(6) })],
    'America/New_York',
    [
      ['2026-11-01T05:29:59Z', 'night'],
      ['2026-11-01T06:29:59Z', 'night'],
      ['2026-11-01T06:30:00Z', '-'],
    ],
  ],
  [
    'Lord Howe: the repeated half hour',
    [daily('in', '01:30', '02:00')],
    'Australia/Lord_Howe',
    [
      ['2026-04-04T14:29:59Z', '-'],
      ['2026-04-04T14:30:00Z', 'in'],
      ['2026-04-04T15:29:59Z', 'in'],
      ['2026-04-04T15:30:00Z', '-'],
    ],
  ],
  [
    'Paris: a whole day has 25 hours and belongs to its own date',
    [{ id: 'sunday', recurrence: { kind: 'dates', dates: ['2026-10-25'] } }],
    PARIS,
    [
      ['2026-10-24T21:59:59Z', '-'],
      ['2026-10-24T22:00:00Z', 'sunday'],
      ['2026-10-25T22:59:59Z', 'sunday'],
      ['2026-10-25T23:00:00Z', '-'],
    ],
  ],
  [
    'Havana, where midnight comes twice: a whole day starts at the first and ends at the next day’s first',
    [
      { id: 'saturday', recurrence: weekly(6) },
      { id: 'sunday', recurrence: weekly(7) },
    ],
    'America/Havana',
    [
      ['2026-11-01T03:59:59Z', 'saturday'],
      ['2026-11-01T04:00:00Z', 'sunday'],
      ['2026-11-01T05:30:00Z', 'sunday'],
      ['2026-11-02T05:00:00Z', '-'],
    ],
  ],
  [
    'Havana: a whole Saturday does not reach into the hour that comes twice on Sunday',
    [{ id: 'saturday', recurrence: weekly(6) }],
    'America/Havana',
    [
      ['2026-11-01T03:59:59Z', 'saturday'],
      ['2026-11-01T04:00:00Z', '-'],
      ['2026-11-01T05:00:00Z', '-'],
    ],
  ],
  [
    'St. John’s, where at 00:01 it was 23:01 of the day before: an evening ends at its second 23:30, within the next day',
    [daily('evening', '22:00', '23:30', { recurrence: { kind: 'dates', dates: ['2006-10-28'] } })],
    'America/St_Johns',
    [
      ['2006-10-29T02:29:59Z', 'evening'],
      ['2006-10-29T02:45:00Z', 'evening'],
      ['2006-10-29T02:59:59Z', 'evening'],
      ['2006-10-29T03:00:00Z', '-'],
    ],
  ],
  [
    'St. John’s: so does one that began the evening before',
    [daily('long', '23:45', '23:30', { recurrence: { kind: 'dates', dates: ['2006-10-27'] } })],
    'America/St_Johns',
    [
      ['2006-10-29T02:45:00Z', 'long'],
      ['2006-10-29T03:00:00Z', '-'],
    ],
  ],
  [
    'Apia, where 30 December 2011 never was: what falls on it is not on',
    [
      { id: 'friday', recurrence: weekly(5) },
      { id: 'saturday', recurrence: weekly(6) },
    ],
    'Pacific/Apia',
    [
      ['2011-12-30T09:59:59Z', '-'],
      ['2011-12-30T10:00:00Z', 'saturday'],
      ['2011-12-31T09:59:59Z', 'saturday'],
    ],
  ],
];

test.each(REPEATED)('the night the clocks go back: %s', (_what, rules, zone, rows) => {
  const asked = input(zone, rules);
  const found = rows.map(([instant]) => [instant, nameOf(programAt(asked, at(instant)))]);
  expect(found).toEqual(rows);
});
