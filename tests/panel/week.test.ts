/** Days as they are drawn, through nights and both changes of the clock; spans that are moved; edits and their undo; the rule form. */
import { Rule, Schedule } from '@palier/playlists/schedule';
import { occurrencesIn } from '@palier/playlists/occurrences';
import type { ProgramInput } from '@palier/playlists/program';
import { ScreenId } from '@palier/playlists/ids';
import { describe, expect, test } from 'vitest';
import { createOccurrences } from '../../api/src/occurrences.ts';
import { agendaOf, playsOf } from '../../control-panel/src/lib/schedule/agenda.ts';
import {
  axisFor,
  linesOf,
  missingIn,
  placeOf,
  lanesOf,
  slabsOf,
  spareIn,
  timeOf,
  wallOf,
} from '../../control-panel/src/lib/schedule/board.ts';
import { hoursApart } from '../../control-panel/src/lib/schedule/day-words.ts';
import { applied, editBetween, raised, reversed } from '../../control-panel/src/lib/schedule/edits.ts';
import { drawnDraft, draftOf, freeRuleId, ruleOf } from '../../control-panel/src/lib/schedule/rule-draft.ts';
import { daypartOf, drawn, keyed, moved, resized, spanOf } from '../../control-panel/src/lib/schedule/span.ts';
import { dayIn, dayOr, mondayOf, monthSpan } from '../../control-panel/src/lib/schedule/week.ts';

const rule = (draft: object) => Rule.parse({ playlistId: 'p', ...draft });
const schedule = (...rules: object[]) =>
  Schedule.parse({ id: 's', name: { en: 'S' }, target: { all: true }, rules: rules.map(rule) });
const NIGHT = { id: 'night', daypart: { from: '22:00', until: '02:00' } };

/** What the API answers for a screen in Paris with these rules. */
async function week(monday: string, ...rules: object[]) {
  const screen = {
    id: ScreenId.parse('here'),
    name: 'Here',
    place: '',
    zone: 'Europe/Paris',
    language: 'fr' as const,
    groups: [],
    orientation: 'landscape' as const,
    diagonalInches: 43,
    distanceM: 3,
  };
  const held = {
    revision: 1,
    screens: [{ id: screen.id, screen, tokenHashes: [] }],
    schedules: [schedule(...rules)],
    takeovers: [],
    playlists: new Map(),
    media: new Map(),
    figures: new Map(),
    networks: new Map(),
    surveys: new Map(),
    surveyFaces: new Map(),
    actions: new Map(),
    documents: new Map(),
    audiences: [],
    editions: new Map(),
  };
  const answer = await createOccurrences({
    content: { current: async () => held, stop: () => {} },
    drafted: async () => [],
  }).ofScreen('here', monday, 7);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('the days of a page', () => {
  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
  ])('%s is in the week of %s', (day, monday) => expect(mondayOf(day)).toBe(monday));

  test.each([
    ['2026-11-10', '2026-10-26', 42],
    ['2027-02-01', '2027-02-01', 28],
    ['2026-08-31', '2026-07-27', 42],
  ])('the month of %s is drawn from %s, %d days', (day, first, days) =>
    expect(monthSpan(day)).toEqual({ first, days }),
  );

  test('nonsense is today, and today is that of the screen', () => {
    expect(['2026-02-31', '2026-02-28', null].map((day) => dayOr(day, 'today'))).toEqual([
      'today',
      '2026-02-28',
      'today',
    ]);
    const night = Date.parse('2026-11-23T23:30:00Z');
    expect([dayIn('Europe/Paris', night), dayIn('America/Montreal', night)]).toEqual(['2026-11-24', '2026-11-23']);
    expect(hoursApart('America/Montreal', 'Europe/Paris', night)).toBe(-6);
  });
});

describe('the board', () => {
  test('a night is cut at midnight and marked on both sides, and belongs to the day it starts', async () => {
    const friday = { ...NIGHT, recurrence: { kind: 'weekly', weekdays: [5] } };
    const answer = await week('2026-11-23', friday);
    const slabs = slabsOf(answer).map(({ day, start, end, fromBefore, intoNext, occurrence }) => [
      day,
      start,
      end,
      fromBefore,
      intoNext,
      occurrence?.day,
    ]);
    expect(slabs).toEqual([
      [4, 1320, 1440, false, true, '2026-11-27'],
      [5, 0, 120, true, false, '2026-11-27'],
    ]);
    expect(agendaOf(answer).map((each) => each.slabs.length)).toEqual([0, 0, 0, 0, 1, 0, 0]);
  });

  test('what hides lies on top, and what is hidden says by whom', async () => {
    const answer = await week(
      '2026-11-23',
      { id: 'a', daypart: { from: '09:00', until: '17:00' } },
      { id: 'b', daypart: { from: '10:00', until: '12:00' }, priority: 2 },
      { id: 'c', daypart: { from: '11:00', until: '13:00' }, priority: 1 },
    );
    const monday = slabsOf(answer).filter((slab) => slab.day === 0);
    expect(
      monday.map((slab) => [
        slab.occurrence?.ruleId,
        slab.depth,
        playsOf(slab),
        slab.parts.map((part) => part.hiddenBy?.ruleId ?? '-'),
      ]),
    ).toEqual([
      ['a', 0, 'some', ['-', 'b', 'c', '-']],
      ['b', 2, 'all', ['-']],
      ['c', 1, 'some', ['b', '-']],
    ]);
  });

  test('short ones that follow each other do not lie on one another', async () => {
    const answer = await week(
      '2026-11-23',
      { id: 'a', daypart: { from: '09:00', until: '09:05' } },
      { id: 'b', daypart: { from: '09:10', until: '09:15' } },
      { id: 'c', daypart: { from: '09:45', until: '10:30' } },
    );
    const slabs = slabsOf(answer).filter((slab) => slab.day === 0);
    const lanes = lanesOf(slabs, 40);
    expect(slabs.map((slab) => [slab.occurrence?.ruleId, lanes.get(slab.key)])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ]);
    expect([...lanesOf(slabs, 5).values()]).toEqual([0, 0, 0]);
  });

  test('where an hour comes twice the axis has it twice, and the other days skip it', async () => {
    const answer = await week('2026-10-19', { id: 'a', daypart: { from: '01:00', until: '04:00' } });
    const axis = axisFor(slabsOf(answer), answer.days);
    expect(
      linesOf(axis)
        .slice(1, 6)
        .map((line) => [line.hour, line.again, line.at / 60]),
    ).toEqual([
      [2, false, 2],
      [2, true, 3],
      [3, false, 4],
      [4, false, 5],
      [5, false, 6],
    ]);
    expect(slabsOf(answer).map((slab) => (slab.end - slab.start) / 60)).toEqual([4, 4, 4, 4, 4, 4, 4]);
    const [monday, sunday] = [answer.days[0], answer.days[6]];
    if (monday === undefined || sunday === undefined) throw new Error('seven days');
    expect([spareIn(monday, axis.extra), spareIn(sunday, axis.extra)]).toEqual([{ start: 180, end: 240 }, undefined]);
    const second = Date.parse('2026-10-25T01:30:00Z');
    expect([
      placeOf(second, sunday, axis.extra),
      timeOf(wallOf(placeOf(second, sunday, axis.extra), axis.extra)),
    ]).toEqual([210, '02:30']);
  });

  test('a missing hour is marked, and what follows stands at its wall-clock time', async () => {
    const answer = await week('2026-03-23', { id: 'a', daypart: { from: '01:00', until: '04:00' } });
    const sunday = answer.days[6];
    if (sunday === undefined) throw new Error('seven days');
    expect([sunday.hours, missingIn(sunday, undefined)]).toEqual([23, { start: 120, end: 180 }]);
    expect(slabsOf(answer).map((slab) => slab.end / 60)).toEqual([4, 4, 4, 4, 4, 4, 4]);
  });

  test('it draws what the engine says', async () => {
    const answer = await week('2026-11-23', NIGHT);
    const input: ProgramInput = {
      screen: { id: ScreenId.parse('here'), groups: [], zone: 'Europe/Paris' },
      schedules: [schedule(NIGHT)],
      takeovers: [],
    };
    expect(answer.occurrences).toHaveLength(occurrencesIn(input, '2026-11-23', 7).occurrences.length);
  });
});

describe('a span that is moved', () => {
  const span = { day: '2026-11-24', from: 540, until: 720, allDay: false };
  test.each([
    ['an hour later on the day after', moved(span, 1, 61), ['2026-11-25', 600, 780]],
    ['not past midnight', moved(span, 0, 2000), ['2026-11-24', 1425, 1605]],
    ['longer', resized(span, 'until', 32), ['2026-11-24', 540, 750]],
    ['never shorter than a step', resized(span, 'until', -900), ['2026-11-24', 540, 555]],
    ['from earlier', resized(span, 'from', -45), ['2026-11-24', 495, 720]],
    ['drawn upwards', drawn('2026-11-24', 610, 545), ['2026-11-24', 540, 615]],
  ])('%s', (_, made, expected) => expect([made.day, made.from, made.until]).toEqual(expected));

  test.each([
    [{ key: 'ArrowDown', shiftKey: false }, [555, 735]],
    [{ key: 'ArrowDown', shiftKey: true }, [540, 735]],
    [{ key: 'ArrowUp', shiftKey: true }, [540, 705]],
    [{ key: 'ArrowRight', shiftKey: true }, undefined],
    [{ key: 'x', shiftKey: false }, undefined],
  ])('%j', (key, expected) => {
    const made = keyed(span, key);
    expect(made && [made.from, made.until]).toEqual(expected);
  });

  test('a night keeps its length, and goes there and back unchanged', () => {
    const night = spanOf('2026-11-24', NIGHT.daypart);
    expect([night.until, daypartOf(moved(night, 0, 60)), daypartOf(night)]).toEqual([
      1560,
      { from: '23:00', until: '03:00' },
      NIGHT.daypart,
    ]);
    expect(daypartOf(moved(spanOf('2026-11-24', undefined), 1, 90))).toBeUndefined();
  });
});

describe('an edit', () => {
  const before = schedule({ id: 'a' }, { id: 'b' }, { id: 'c' });
  const after = { ...before, rules: before.rules.map((each) => (each.id === 'b' ? { ...each, priority: 3 } : each)) };
  const edit = editBetween(before, after);

  test('is made, taken back and made again, in its place', () => {
    expect(applied(before, edit)).toEqual(after);
    expect(applied(after, reversed(edit))).toEqual(before);
  });

  test('leaves what others did meanwhile, and does not touch a rule they changed', () => {
    const added = schedule({ id: 'z' }, { id: 'a' }, { id: 'b' }, { id: 'c' });
    expect(applied(added, edit)?.rules.map((each) => [each.id, each.priority])).toEqual([
      ['z', 0],
      ['a', 0],
      ['b', 3],
      ['c', 0],
    ]);
    expect(applied(after, edit)).toBeUndefined();
  });

  test('can be raised above what beats it', () =>
    expect(raised(edit, 7).after.rules.map((each) => each.priority)).toEqual([8]));
});

describe('the rule form', () => {
  const rules = [
    { recurrence: { kind: 'daily' } },
    { recurrence: { kind: 'weekly', weekdays: [1, 3] }, daypart: { from: '22:00', until: '02:00' }, priority: 7 },
    { recurrence: { kind: 'monthly-date', days: [1, 15] }, except: ['2026-12-25', '2027-01-01'] },
    { recurrence: { kind: 'monthly-weekday', weekday: 5, nth: -1 } },
    {
      recurrence: { kind: 'yearly', month: 2, day: 28 },
      valid: { from: '2026-01-01T00:00', until: '2027-01-01T00:00' },
    },
    { recurrence: { kind: 'dates', dates: ['2026-12-24'] } },
    { recurrence: { kind: 'rrule', start: '2026-01-05', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO' } },
  ];
  test.each(rules)('%j goes through it unchanged', (more) => {
    const rule = Rule.parse({ id: 'r', playlistId: 'p', ...more });
    const checked = ruleOf(draftOf(rule, 'other', '2026-11-23'), 'r');
    expect(checked.ok && checked.rule).toEqual(rule);
  });

  test('what is wrong is said at its field', () => {
    const draft = {
      ...draftOf(undefined, 'p', '2026-11-23'),
      weekdays: [],
      except: 'Noël',
      validFrom: '2027-01-01',
      validUntil: '2026-01-01',
    };
    const checked = ruleOf(draft, 'r');
    expect(checked.ok ? [] : [...checked.faults.keys()].toSorted()).toEqual(['except', 'recurrence', 'valid']);
  });

  test('what was drawn is one day with its hours', () => {
    const drawnRule = ruleOf(drawnDraft('p', { day: '2026-11-26', from: '09:00', until: '10:30' }), 'r');
    expect(drawnRule).toMatchObject({
      rule: { recurrence: { kind: 'dates', dates: ['2026-11-26'] }, daypart: { from: '09:00', until: '10:30' } },
    });
  });

  test('a night that was divided keeps its hour', () => {
    const divided = rule({ ...NIGHT, id: 'r', valid: { from: '2026-11-26T22:00' } });
    expect(ruleOf(draftOf(divided, 'p', '2026-11-23'), 'r')).toMatchObject({
      rule: { valid: { from: '2026-11-26T22:00' } },
    });
  });

  test('a new rule has an id of its own', () => expect(freeRuleId([{ id: 'rule-1' }])).toBe('rule-2'));
});
