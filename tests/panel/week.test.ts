/** The week as it is drawn, in the zone of the screen, through nights and both changes of the clock; and the rule form. */
import { Rule } from '@palier/playlists/schedule';
import type { TimelineBlock } from '@palier/playlists/views';
import { describe, expect, test } from 'vitest';
import { draftOf, freeRuleId, ruleOf } from '../../control-panel/src/lib/schedule/rule-draft.ts';
import {
  dayOr,
  hoursOf,
  instantOf,
  mondayOf,
  nowLine,
  segmentsOf,
  weekSpan,
} from '../../control-panel/src/lib/schedule/week.ts';

const PARIS = 'Europe/Paris';
const block = (from: string, to: string): TimelineBlock => ({ from, to, kind: 'scheduled' });
const drawn = (blocks: TimelineBlock[], monday: string, zone = PARIS) =>
  segmentsOf(blocks, monday, zone).map(({ day, startMin, endMin }) => [day, startMin / 60, endMin / 60]);

describe('the week', () => {
  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
  ])('%s is in the week of %s', (day, monday) => expect(mondayOf(day)).toBe(monday));

  test('a week with a change of the clock is 167 or 169 hours long', () => {
    const hours = (monday: string) => {
      const { from, to } = weekSpan(monday, PARIS);
      return (Date.parse(to) - Date.parse(from)) / 3_600_000;
    };
    expect([hours('2026-03-23'), hours('2026-10-19'), hours('2026-11-23')]).toEqual([167, 169, 168]);
  });

  test('a night is cut at midnight and marked on both sides', () => {
    const segments = segmentsOf([block('2026-11-27T21:00:00Z', '2026-11-28T01:00:00Z')], '2026-11-23', PARIS);
    expect(
      segments.map(({ day, startMin, endMin, fromBefore, intoNext }) => [day, startMin, endMin, fromBefore, intoNext]),
    ).toEqual([
      [4, 1320, 1440, false, true],
      [5, 0, 120, true, false],
    ]);
  });

  test('a block from the week before and into the week after shows its part only', () => {
    expect(drawn([block('2026-11-20T00:00:00Z', '2026-12-05T00:00:00Z')], '2026-11-23')).toHaveLength(7);
    expect(drawn([block('2026-11-29T22:00:00Z', '2026-11-30T01:00:00Z')], '2026-11-23')).toEqual([[6, 23, 24]]);
  });

  test('a block that ends at midnight does not reach into the next day', () => {
    expect(drawn([block('2026-11-23T13:00:00Z', '2026-11-23T23:00:00Z')], '2026-11-23')).toEqual([[0, 14, 24]]);
  });

  test('on the night of the change wall-clock hours are drawn', () => {
    expect(drawn([block('2026-03-29T00:00:00Z', '2026-03-29T01:30:00Z')], '2026-03-23')).toEqual([[6, 1, 3.5]]);
  });

  test('the hours shown hold everything, at least a working day', () => {
    expect(hoursOf([])).toEqual({ from: 7, to: 20 });
    expect(hoursOf(segmentsOf([block('2026-11-23T04:30:00Z', '2026-11-23T22:30:00Z')], '2026-11-23', PARIS))).toEqual({
      from: 5,
      to: 24,
    });
  });

  test('now is in its day, or not in this week', () => {
    const now = Date.parse('2026-11-24T11:42:00Z');
    expect(nowLine('2026-11-23', PARIS, now)).toEqual({ day: 1, minute: 762 });
    expect(nowLine('2026-11-30', PARIS, now)).toBeUndefined();
  });

  test('a wall-clock time becomes an instant; nonsense does not', () => {
    expect(instantOf('2026-07-14T12:00', PARIS)).toBe('2026-07-14T10:00:00Z');
    const nonsense = ['tomorrow', '2026-02-31T12:00', ''].map((local) => instantOf(local, PARIS));
    expect(nonsense).toEqual([undefined, undefined, undefined]);
    expect(['2026-02-31', '2026-02-28', null].map((day) => dayOr(day, 'today'))).toEqual([
      'today',
      '2026-02-28',
      'today',
    ]);
  });
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

  test('a new rule has an id of its own', () => expect(freeRuleId([{ id: 'rule-1' }])).toBe('rule-2'));
});
