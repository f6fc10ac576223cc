/** What is on at an instant: one row is a schedule, an instant and what is expected. */
import { describe, expect, test } from 'vitest';
import { programAt, programInputOf, type ProgramInput } from '@palier/playlists/program';
import { Recurrence } from '@palier/playlists/recurrence';
import {
  at,
  input,
  manifest,
  nameOf,
  schedule,
  screen,
  takeover,
  type RuleDraft,
  type TakeoverDraft,
} from './build.ts';

const PARIS = 'Europe/Paris';
const daily = (id: string, from: string, until: string, more: object = {}): RuleDraft => ({
  id,
  daypart: { from, until },
  ...more,
});
const weekly = (...weekdays: number[]) => ({ kind: 'weekly', weekdays });

/** Wall-clock time in the zone of the schedule, and what is on then. */
type Row = [rules: RuleDraft[], zone: string, rows: [local: string, expected: string][]];

function check(rules: RuleDraft[], zone: string, rows: [string, string][]): void {
  const asked = input(zone, rules);
  for (const [local, expected] of rows) expect(nameOf(programAt(asked, at(local, zone))), local).toBe(expected);
}

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

describe('dayparts', () => {
  test.each(DAYPARTS)('%s', (_what, rules, zone, rows) => check(rules, zone, rows));
});
describe('recurrences', () => {
  test.each(RECURRENCES)('%s', (_what, rules, zone, rows) => check(rules, zone, rows));
});
describe('the night the clocks go forward', () => {
  test.each(DST)('%s', (_what, rules, zone, rows) => check(rules, zone, rows));
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
  for (const [instant, expected] of rows) expect(nameOf(programAt(asked, at(instant))), instant).toBe(expected);
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

describe('who wins', () => {
  test.each(
    SPECIFIC.slice(1).map((loser, index) => [SPECIFIC[index]?.kind, loser.kind, SPECIFIC[index], loser] as const),
  )('%s beats %s, whatever the ids and starts', (_winner, _loser, winner, loser) => {
    const rules = [
      { id: 'a', recurrence: loser, daypart: { from: '11:00', until: '13:00' } },
      { id: 'z', recurrence: winner },
    ];
    check(rules, PARIS, [[NOON, 'z']]);
    check(rules.toReversed(), PARIS, [[NOON, 'z']]);
  });

  test('a monthly date and a monthly weekday are equally specific', () => {
    const date = { id: 'a', recurrence: { kind: 'monthly-date', days: [7] } };
    const weekday = { id: 'b', recurrence: { kind: 'monthly-weekday', weekday: 4, nth: 1 } };
    check([date, weekday], PARIS, [[NOON, 'a']]);
    check(
      [
        { ...date, id: 'b' },
        { ...weekday, id: 'a' },
      ],
      PARIS,
      [[NOON, 'a']],
    );
  });

  test('priority beats everything', () => {
    check(
      [
        { id: 'a', recurrence: SPECIFIC[0] },
        { id: 'z', priority: 1 },
      ],
      PARIS,
      [[NOON, 'z']],
    );
  });

  test('then the later start, also when it is an overnight one from the day before', () => {
    check([daily('a', '08:00', '14:00'), daily('b', '11:00', '13:00')], PARIS, [
      ['2026-05-07T10:59', 'a'],
      [NOON, 'b'],
      ['2026-05-07T13:00', 'a'],
    ]);
    check([daily('a', '22:00', '04:00'), daily('b', '00:30', '02:00')], PARIS, [
      ['2026-05-07T00:10', 'a'],
      ['2026-05-07T01:00', 'b'],
      ['2026-05-07T03:00', 'a'],
    ]);
  });

  test('a validity window that opens within the daypart does not make its start later', () => {
    check(
      [daily('a', '08:00', '14:00'), daily('b', '07:00', '14:00', { valid: { from: '2026-05-07T11:00' } })],
      PARIS,
      [[NOON, 'a']],
    );
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
  for (const zone of [PARIS, 'America/New_York', 'Australia/Lord_Howe']) {
    check(rules, zone, [
      ['2026-05-07T08:59:59', '-'],
      ['2026-05-07T09:00', 'a'],
      ['2026-05-08T08:59:59', 'a'],
      ['2026-05-08T09:00', '-'],
    ]);
  }
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
    expect(nameOf(programAt(asked, at(NOON, PARIS))), rrule).toBe('base');
  }
});

describe('takeovers', () => {
  const long: TakeoverDraft = { id: 'long', startsAt: '2026-05-07T10:00:00Z', endsAt: '2026-05-07T12:00:00Z' };
  const short: TakeoverDraft = { id: 'short', startsAt: '2026-05-07T10:30:00Z', endsAt: '2026-05-07T11:00:00Z' };
  const on = (takeovers: TakeoverDraft[], instant: string) =>
    programAt(input(PARIS, [{ id: 'base', priority: 100 }], takeovers), at(instant));

  test('beat every rule, half-open, and the screen returns to what is due now', () => {
    expect(nameOf(on([long], '2026-05-07T09:59:59.999Z'))).toBe('base');
    expect(on([long], '2026-05-07T10:00Z')).toEqual({
      kind: 'takeover',
      takeoverId: 'long',
      since: at('2026-05-07T10:00Z'),
      until: at('2026-05-07T12:00Z'),
    });
    expect(nameOf(on([long], '2026-05-07T11:59:59.999Z'))).toBe('long');
    expect(on([long], '2026-05-07T12:00Z')).toMatchObject({
      ruleId: 'base',
      since: at('2026-05-07T12:00Z'),
      until: undefined,
    });
  });

  test('the one that started last wins, then the earlier one goes on', () => {
    expect(on([long, short], '2026-05-07T10:29Z')).toMatchObject({
      takeoverId: 'long',
      until: at('2026-05-07T10:30Z'),
    });
    expect(on([long, short], '2026-05-07T10:45Z')).toMatchObject({
      takeoverId: 'short',
      until: at('2026-05-07T11:00Z'),
    });
    expect(on([short, long], '2026-05-07T11:15Z')).toMatchObject({
      takeoverId: 'long',
      since: at('2026-05-07T11:00Z'),
    });
    const twin = { ...long, id: 'also' };
    expect(nameOf(on([long, twin], '2026-05-07T10:01Z'))).toBe('also');
  });

  test('end when they are ended by hand, or never run when that was before they started', () => {
    const ended = { ...long, endedAt: '2026-05-07T10:20:00Z' };
    expect(on([ended], '2026-05-07T10:10Z')).toMatchObject({ takeoverId: 'long', until: at('2026-05-07T10:20Z') });
    expect(nameOf(on([ended], '2026-05-07T10:20Z'))).toBe('base');
    expect(nameOf(on([{ ...long, endedAt: '2026-05-07T09:00:00Z' }], '2026-05-07T10:10Z'))).toBe('base');
    expect(nameOf(on([{ ...long, endedAt: '2026-05-07T13:00:00Z' }], '2026-05-07T12:10Z'))).toBe('base');
  });

  test('for other screens are not ours; a playlist is named', () => {
    expect(nameOf(on([{ ...long, target: { groups: ['lobby'] } }], '2026-05-07T10:10Z'))).toBe('base');
    const playlist = { ...long, content: { kind: 'playlist', playlistId: 'alarm' } };
    expect(on([playlist], '2026-05-07T10:10Z')).toMatchObject({ takeoverId: 'long', playlistId: 'alarm' });
    expect(takeover(playlist).content.kind).toBe('playlist');
  });
});

describe('since and until', () => {
  const lunch = daily('lunch', '12:00', '14:00', { recurrence: weekly(1, 2, 3, 4, 5) });

  test('reach over midnight and the weekend', () => {
    const asked = input(PARIS, [{ id: 'base' }, lunch]);
    expect(programAt(asked, at('2026-05-09T18:00', PARIS))).toMatchObject({
      ruleId: 'base',
      since: at('2026-05-08T14:00', PARIS),
      until: at('2026-05-11T12:00', PARIS),
    });
  });

  test('an empty time has them too', () => {
    expect(programAt(input(PARIS, [lunch]), at('2026-05-09T18:00', PARIS))).toEqual({
      kind: 'empty',
      since: at('2026-05-08T14:00', PARIS),
      until: at('2026-05-11T12:00', PARIS),
    });
    expect(programAt(input(PARIS, []), at(NOON, PARIS))).toEqual({ kind: 'empty', since: undefined, until: undefined });
  });

  test('a change 62 days ahead is seen, and one beyond 64 days is not', () => {
    const asked = input(PARIS, [{ id: 'base' }, { id: 'day', recurrence: { kind: 'dates', dates: ['2026-09-01'] } }]);
    expect(programAt(asked, at('2026-07-01T00:00', PARIS)).until).toEqual(at('2026-09-01T00:00', PARIS));
    expect(programAt(asked, at('2026-06-01T00:00', PARIS)).until).toBeUndefined();
    expect(programAt(asked, at('2026-07-01T00:00', PARIS)).until).toEqual(at('2026-09-01T00:00', PARIS));
  });

  test('what has always been on is on since the start of the year before, all year long', () => {
    const asked = input(PARIS, [{ id: 'base' }]);
    for (const local of ['2026-01-01T00:00', '2026-05-07T12:00', '2026-12-31T23:59']) {
      expect(programAt(asked, at(local, PARIS)).since).toEqual(at('2025-01-01T00:00', PARIS));
    }
  });

  test('are the same in whatever order the questions come', () => {
    const rules = [
      { id: 'base' },
      lunch,
      { id: 'day', recurrence: { kind: 'dates', dates: ['2026-09-01', '2025-11-01'] } },
    ];
    const locals = ['2026-05-07T12:00', '2026-08-31T09:00', '2025-11-01T09:00', '2026-05-09T09:00', '2026-06-20T18:00'];
    const ask = (order: string[]) => {
      const asked = input(PARIS, rules);
      return new Map(order.map((local) => [local, programAt(asked, at(local, PARIS))]));
    };
    const there = ask(locals);
    const back = ask(locals.toReversed());
    for (const local of locals) {
      expect(back.get(local)).toEqual(there.get(local));
      expect(ask([local]).get(local)).toEqual(there.get(local));
    }
  });
});

test('a manifest holds the input; asked again it is the same object', () => {
  const whole = manifest({ rules: [{ id: 'base' }] });
  expect(programInputOf(whole)).toBe(programInputOf(whole));
  expect(nameOf(programAt(programInputOf(whole), at(NOON, PARIS)))).toBe('base');
});
