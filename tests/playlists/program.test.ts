/** What is on at an instant: one row is a schedule, a wall-clock time in its zone and what is expected. */
import { describe, expect, test } from 'vitest';
import { programAt, type ProgramInput } from '@palier/playlists/program';
import { Recurrence } from '@palier/playlists/recurrence';
import { at, daily, input, nameOf, onAt, PARIS, schedule, screen, weekly, type Row, type RuleDraft } from './build.ts';

const DAYPARTS: [string, ...Row][] = [
  ['nothing is on without rules', [], PARIS, [['2026-05-07T12:00', '-']]],
  [
    'a rule without a daypart is on all day',
    [{ id: 'base' }],
    PARIS,
    [
      ['2026-05-07T00:00', 'base'],
      ['2026-05-07T23:59:59.999', 'base'],
    ],
  ],
  [
    'a daypart is half-open',
    [daily('lunch', '12:00', '14:00')],
    PARIS,
    [
      ['2026-05-07T11:59:59.999', '-'],
      ['2026-05-07T12:00', 'lunch'],
      ['2026-05-07T13:59:59.999', 'lunch'],
      ['2026-05-07T14:00', '-'],
    ],
  ],
  [
    'equal ends last 24 hours from then on',
    [daily('monday', '08:00', '08:00', { recurrence: weekly(1) })],
    PARIS,
    [
      ['2026-05-04T07:59', '-'],
      ['2026-05-04T08:00', 'monday'],
      ['2026-05-05T07:59', 'monday'],
      ['2026-05-05T08:00', '-'],
    ],
  ],
  [
    'Friday 22:00 to 02:00 belongs to Friday',
    [daily('friday', '22:00', '02:00', { recurrence: weekly(5) })],
    PARIS,
    [
      ['2026-05-08T01:30', '-'],
      ['2026-05-08T21:59', '-'],
      ['2026-05-08T22:00', 'friday'],
      ['2026-05-09T00:00', 'friday'],
      ['2026-05-09T01:30', 'friday'],
      ['2026-05-09T02:00', '-'],
      ['2026-05-09T22:30', '-'],
    ],
  ],
  [
    'an overnight daypart that ends at midnight',
    [daily('evening', '20:00', '00:00', { recurrence: weekly(5) })],
    PARIS,
    [
      ['2026-05-08T23:59', 'evening'],
      ['2026-05-09T00:00', '-'],
    ],
  ],
  [
    'an exception takes the night that starts that day, and only it',
    [daily('night', '22:00', '02:00', { except: ['2026-05-08'] })],
    PARIS,
    [
      ['2026-05-08T01:30', 'night'],
      ['2026-05-08T23:00', '-'],
      ['2026-05-09T01:30', '-'],
      ['2026-05-09T23:00', 'night'],
    ],
  ],
];

const RECURRENCES: [string, ...Row][] = [
  [
    'the 31st skips shorter months',
    [{ id: 'last', recurrence: { kind: 'monthly-date', days: [31] } }],
    PARIS,
    [
      ['2026-05-31T12:00', 'last'],
      ['2026-06-30T12:00', '-'],
      ['2026-07-01T12:00', '-'],
      ['2026-07-31T12:00', 'last'],
    ],
  ],
  [
    'a fifth Monday only where there is one',
    [{ id: 'fifth', recurrence: { kind: 'monthly-weekday', weekday: 1, nth: 5 } }],
    PARIS,
    [
      ['2026-03-30T12:00', 'fifth'],
      ['2026-04-27T12:00', '-'],
      ['2026-05-25T12:00', '-'],
      ['2026-06-29T12:00', 'fifth'],
    ],
  ],
  [
    'the last Friday',
    [{ id: 'last', recurrence: { kind: 'monthly-weekday', weekday: 5, nth: -1 } }],
    PARIS,
    [
      ['2026-05-29T12:00', 'last'],
      ['2026-05-22T12:00', '-'],
      ['2026-07-31T12:00', 'last'],
      ['2026-07-24T12:00', '-'],
    ],
  ],
  [
    'the first Thursday',
    [{ id: 'first', recurrence: { kind: 'monthly-weekday', weekday: 4, nth: 1 } }],
    PARIS,
    [
      ['2026-05-07T12:00', 'first'],
      ['2026-05-14T12:00', '-'],
      ['2026-10-01T12:00', 'first'],
    ],
  ],
  [
    'a leap day comes in leap years',
    [{ id: 'leap', recurrence: { kind: 'yearly', month: 2, day: 29 } }],
    PARIS,
    [
      ['2027-02-28T12:00', '-'],
      ['2027-03-01T12:00', '-'],
      ['2028-02-29T12:00', 'leap'],
      ['2100-03-01T12:00', '-'],
    ],
  ],
  [
    'dates, with an exception that wins',
    [{ id: 'party', recurrence: { kind: 'dates', dates: ['2026-06-21', '2026-06-22'] }, except: ['2026-06-22'] }],
    PARIS,
    [
      ['2026-06-20T23:59', '-'],
      ['2026-06-21T00:00', 'party'],
      ['2026-06-22T00:00', '-'],
    ],
  ],
  [
    'an RRULE: every other Tuesday',
    [
      daily('retro', '10:00', '11:00', {
        recurrence: { kind: 'rrule', start: '2026-05-05', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' },
      }),
    ],
    PARIS,
    [
      ['2026-04-21T10:30', '-'],
      ['2026-05-05T10:30', 'retro'],
      ['2026-05-12T10:30', '-'],
      ['2026-05-19T10:30', 'retro'],
      ['2026-05-19T11:00', '-'],
    ],
  ],
  [
    'an RRULE overnight belongs to the day it starts',
    [
      daily('gala', '22:00', '03:00', {
        recurrence: { kind: 'rrule', start: '2026-01-01', rrule: 'FREQ=MONTHLY;BYDAY=-1FR' },
      }),
    ],
    PARIS,
    [
      ['2026-05-29T02:00', '-'],
      ['2026-05-29T23:00', 'gala'],
      ['2026-05-30T02:59', 'gala'],
      ['2026-05-30T03:00', '-'],
    ],
  ],
];

describe('dayparts', () => {
  test.each(DAYPARTS)('%s', (_what, rules, zone, rows) => {
    expect(onAt(rules, zone, rows)).toEqual(rows);
  });
});
describe('recurrences', () => {
  test.each(RECURRENCES)('%s', (_what, rules, zone, rows) => {
    expect(onAt(rules, zone, rows)).toEqual(rows);
  });
});
const NOON = '2026-05-07T12:00';
const RRULE_DAILY = { kind: 'rrule', start: '2026-01-01', rrule: 'FREQ=DAILY' };
const SPECIFIC: Recurrence[] = [
  { kind: 'dates', dates: ['2026-05-07'] },
  { kind: 'yearly', month: 5, day: 7 },
  { kind: 'monthly-date', days: [7] },
  Recurrence.parse(RRULE_DAILY),
  { kind: 'weekly', weekdays: [4] },
  { kind: 'daily' },
];

const winner = (rules: RuleDraft[]) => nameOf(programAt(input(PARIS, rules), at(NOON, PARIS)));

describe('who wins', () => {
  test.each(
    SPECIFIC.slice(1).map((loser, index) => [SPECIFIC[index]?.kind, loser.kind, SPECIFIC[index], loser] as const),
  )('%s beats %s, whatever the ids and starts', (_winner, _loser, strong, weak) => {
    const rules = [
      { id: 'a', recurrence: weak, daypart: { from: '11:00', until: '13:00' } },
      { id: 'z', recurrence: strong },
    ];
    expect(winner(rules)).toBe('z');
    expect(winner(rules.toReversed())).toBe('z');
  });

  test('a monthly date and a monthly weekday are equally specific', () => {
    const date = { id: 'a', recurrence: { kind: 'monthly-date', days: [7] } };
    const weekday = { id: 'b', recurrence: { kind: 'monthly-weekday', weekday: 4, nth: 1 } };
    expect(winner([date, weekday])).toBe('a');
    expect(
      winner([
        { ...date, id: 'b' },
        { ...weekday, id: 'a' },
      ]),
    ).toBe('a');
  });

  test('priority beats everything', () => {
    expect(
      winner([
        { id: 'a', recurrence: SPECIFIC[0] },
        { id: 'z', priority: 1 },
      ]),
    ).toBe('z');
  });

  test('then the later start, also when it is an overnight one from the day before', () => {
    const midday: Row[2] = [
      ['2026-05-07T10:59', 'a'],
      [NOON, 'b'],
      ['2026-05-07T13:00', 'a'],
    ];
    expect(onAt([daily('a', '08:00', '14:00'), daily('b', '11:00', '13:00')], PARIS, midday)).toEqual(midday);
    const night: Row[2] = [
      ['2026-05-07T00:10', 'a'],
      ['2026-05-07T01:00', 'b'],
      ['2026-05-07T03:00', 'a'],
    ];
    expect(onAt([daily('a', '22:00', '04:00'), daily('b', '00:30', '02:00')], PARIS, night)).toEqual(night);
  });

  test('a validity window that opens within the daypart does not make its start later', () => {
    expect(
      winner([daily('a', '08:00', '14:00'), daily('b', '07:00', '14:00', { valid: { from: '2026-05-07T11:00' } })]),
    ).toBe('a');
  });

  test('then the schedule’s id, then the rule’s', () => {
    const schedules = [
      schedule({ id: 'b', rules: [{ id: 'a' }] }),
      schedule({ id: 'a', rules: [{ id: 'z' }, { id: 'y' }] }),
    ];
    const asked: ProgramInput = { screen: screen(PARIS), schedules, takeovers: [] };
    expect(programAt(asked, at(NOON, PARIS))).toMatchObject({ scheduleId: 'a', ruleId: 'y' });
  });

  test('a schedule for other screens plays no part', () => {
    const schedules = [
      schedule({
        id: 'theirs',
        target: { screens: ['there'], groups: ['canteen'] },
        rules: [{ id: 'no', priority: 9 }],
      }),
      schedule({ id: 'ours', target: { groups: ['lobby'] }, rules: [{ id: 'yes' }] }),
    ];
    const asked = { screen: screen(PARIS, ['lobby']), schedules, takeovers: [] };
    expect(nameOf(programAt(asked, at(NOON, PARIS)))).toBe('yes');
    expect(nameOf(programAt({ ...asked, screen: screen(PARIS) }, at(NOON, PARIS)))).toBe('-');
  });
});

test('validity is half-open and in the screen’s own zone', () => {
  const rules = [{ id: 'a', valid: { from: '2026-05-07T09:00', until: '2026-05-08T09:00' } }];
  const rows: Row[2] = [
    ['2026-05-07T08:59:59', '-'],
    ['2026-05-07T09:00', 'a'],
    ['2026-05-08T08:59:59', 'a'],
    ['2026-05-08T09:00', '-'],
  ];
  for (const zone of [PARIS, 'America/New_York', 'Australia/Lord_Howe']) expect(onAt(rules, zone, rows)).toEqual(rows);
});

test('a rule whose RRULE cannot be evaluated is passed over, and the others play', () => {
  for (const rrule of [
    'FREQ=SECONDLY',
    'FREQ=NEVER',
    '',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    ';;;',
    'FREQ=DAILY;BYHOUR=1',
  ]) {
    const asked = input(PARIS, [{ id: 'base' }, { id: 'bad', priority: 9, recurrence: RRULE_DAILY }]);
    const bad = asked.schedules[0]?.rules[1];
    if (bad?.recurrence.kind === 'rrule') bad.recurrence.rrule = rrule;
    expect([rrule, nameOf(programAt(asked, at(NOON, PARIS)))]).toEqual([rrule, 'base']);
  }
});
