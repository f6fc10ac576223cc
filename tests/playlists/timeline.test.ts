/** The timeline's blocks, and the reasons why what does not play does not. */
import { describe, expect, test } from 'vitest';
import type { Explanation, ProgramInput } from '@palier/playlists/program';
import { explain, MAX_TIMELINE_MS, timeline } from '@palier/playlists/timeline';
import { at, input, nameOf, schedule, screen, takeover, type RuleDraft, type TakeoverDraft } from './build.ts';

const PARIS = 'Europe/Paris';
const local = (text: string) => at(text, PARIS);

describe('the timeline', () => {
  const asked = input(
    PARIS,
    [
      { id: 'base' },
      {
        id: 'lunch',
        daypart: { from: '12:00', until: '14:00' },
        recurrence: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5] },
      },
      { id: 'friday', daypart: { from: '22:00', until: '02:00' }, recurrence: { kind: 'weekly', weekdays: [5] } },
    ],
    [{ id: 'drill', startsAt: '2026-05-08T11:30:00Z', endsAt: '2026-05-08T12:30:00Z' }],
  );

  test('is a list of blocks that touch', () => {
    const blocks = timeline(asked, local('2026-05-08T09:00'), local('2026-05-09T12:00'));
    expect(blocks.map(({ from, to, program }) => [from.toString(), to.toString(), nameOf(program)])).toEqual([
      ['2026-05-08T07:00:00Z', '2026-05-08T10:00:00Z', 'base'],
      ['2026-05-08T10:00:00Z', '2026-05-08T11:30:00Z', 'lunch'],
      ['2026-05-08T11:30:00Z', '2026-05-08T12:30:00Z', 'drill'],
      ['2026-05-08T12:30:00Z', '2026-05-08T20:00:00Z', 'base'],
      ['2026-05-08T20:00:00Z', '2026-05-09T00:00:00Z', 'friday'],
      ['2026-05-09T00:00:00Z', '2026-05-09T10:00:00Z', 'base'],
    ]);
  });

  test('is one block over a whole year when nothing changes, and empty for an empty span', () => {
    const still = input(PARIS, [{ id: 'base' }]);
    expect(timeline(still, local('2026-01-01T00:00'), local('2027-01-01T00:00'))).toHaveLength(1);
    expect(timeline(still, local('2026-01-01T00:00'), local('2026-01-01T00:00'))).toEqual([]);
    expect(timeline(still, local('2026-01-02T00:00'), local('2026-01-01T00:00'))).toEqual([]);
  });

  test('finds a change beyond the horizon of one program', () => {
    const far = input(PARIS, [{ id: 'base' }, { id: 'day', recurrence: { kind: 'dates', dates: ['2026-11-11'] } }]);
    const blocks = timeline(far, local('2026-01-01T00:00'), local('2026-12-31T00:00'));
    expect(blocks.map(({ program }) => nameOf(program))).toEqual(['base', 'day', 'base']);
    expect(blocks[1]).toMatchObject({ from: local('2026-11-11T00:00'), to: local('2026-11-12T00:00') });
  });

  test('refuses a span without bound', () => {
    const from = local('2026-01-01T00:00');
    expect(() => timeline(asked, from, from.add({ milliseconds: MAX_TIMELINE_MS + 1 }))).toThrow(RangeError);
    expect(timeline(asked, from, from.add({ milliseconds: MAX_TIMELINE_MS })).length).toBeGreaterThan(500);
  });
});

/** Each candidate in one line: its name, and why not. */
function reasons(explanation: Explanation): Record<string, string> {
  return Object.fromEntries(
    explanation.candidates.map((each) => [
      each.kind === 'takeover' ? each.takeoverId : each.ruleId,
      each.plays ? 'plays' : each.because,
    ]),
  );
}

function why(rules: RuleDraft[], text: string, takeovers: TakeoverDraft[] = []): Record<string, string> {
  return reasons(explain(input(PARIS, rules, takeovers), local(text)));
}

const lunch: RuleDraft = { id: 'lunch', daypart: { from: '12:00', until: '14:00' } };
const weekly = (...weekdays: number[]) => ({ kind: 'weekly', weekdays });

describe('the explanation', () => {
  test.each<[string, RuleDraft, string, string]>([
    ['outside its daypart', lunch, '2026-05-07T11:59:59.999', 'outside-daypart'],
    ['outside its daypart at its end', lunch, '2026-05-07T14:00', 'outside-daypart'],
    ['another day', { ...lunch, recurrence: weekly(5) }, '2026-05-07T12:30', 'not-this-day'],
    ['an excepted day', { ...lunch, except: ['2026-05-07'] }, '2026-05-07T12:30', 'excepted-day'],
    [
      'an excepted day, outside the daypart anyway',
      { ...lunch, except: ['2026-05-07'] },
      '2026-05-07T15:00',
      'outside-daypart',
    ],
    ['not valid yet', { ...lunch, valid: { from: '2026-05-08T00:00' } }, '2026-05-07T12:30', 'not-valid-yet'],
    ['no longer valid', { ...lunch, valid: { until: '2026-05-07T12:30' } }, '2026-05-07T12:30', 'no-longer-valid'],
    [
      'the night that would have begun yesterday',
      { id: 'night', daypart: { from: '22:00', until: '02:00' }, except: ['2026-05-06'] },
      '2026-05-07T01:00',
      'excepted-day',
    ],
    [
      'a night of another day',
      { id: 'night', daypart: { from: '22:00', until: '02:00' }, recurrence: weekly(5) },
      '2026-05-08T01:00',
      'outside-daypart',
    ],
    ['the whole day excepted', { id: 'all', except: ['2026-05-07'] }, '2026-05-07T12:00', 'excepted-day'],
  ])('%s', (_what, rule, text, because) => {
    expect(why([rule], text)).toEqual({ [rule.id]: because });
  });

  test('tells how a rule lost to the one that plays', () => {
    const noon = '2026-05-07T12:30';
    expect(why([{ ...lunch, priority: 1 }, { id: 'base' }], noon)).toEqual({ lunch: 'plays', base: 'lower-priority' });
    expect(why([{ ...lunch, recurrence: weekly(4) }, { id: 'base' }], noon)).toEqual({
      lunch: 'plays',
      base: 'less-specific',
    });
    expect(why([lunch, { id: 'base' }], noon)).toEqual({ lunch: 'plays', base: 'started-earlier' });
    expect(why([lunch, { ...lunch, id: 'also' }], noon)).toEqual({ also: 'plays', lunch: 'id-order' });
  });

  test('tells of takeovers', () => {
    const early = { id: 'early', startsAt: '2026-05-07T10:00:00Z', endsAt: '2026-05-07T11:00:00Z' };
    const late = { id: 'late', startsAt: '2026-05-07T10:20:00Z', endsAt: '2026-05-07T11:00:00Z' };
    const over = {
      id: 'over',
      startsAt: '2026-05-07T10:00:00Z',
      endsAt: '2026-05-07T11:00:00Z',
      endedAt: '2026-05-07T10:10:00Z',
    };
    const soon = { id: 'soon', startsAt: '2026-05-07T10:40:00Z', endsAt: '2026-05-07T11:00:00Z' };
    expect(why([lunch, { id: 'day', recurrence: weekly(5) }], '2026-05-07T12:30', [early, late, over, soon])).toEqual({
      early: 'later-takeover-wins',
      late: 'plays',
      over: 'takeover-ended',
      soon: 'takeover-not-started',
      lunch: 'takeover-wins',
      day: 'not-this-day',
    });
    expect(why([], '2026-05-07T12:15', [early, { ...early, id: 'also' }])).toEqual({
      also: 'plays',
      early: 'id-order',
    });
  });

  test('names what is meant for other screens', () => {
    const asked: ProgramInput = {
      screen: screen(PARIS, ['lobby']),
      schedules: [
        schedule({ id: 'theirs', target: { groups: ['canteen'] }, rules: [{ id: 'no', priority: 9 }] }),
        schedule({ id: 'ours', target: { groups: ['lobby'] }, rules: [{ id: 'yes' }] }),
      ],
      takeovers: [
        takeover({
          id: 'drill',
          target: { screens: ['there'] },
          startsAt: '2026-05-07T10:00:00Z',
          endsAt: '2026-05-07T11:00:00Z',
        }),
      ],
    };
    const explanation = explain(asked, local('2026-05-07T12:30'));
    expect(reasons(explanation)).toEqual({ drill: 'not-this-screen', no: 'not-this-screen', yes: 'plays' });
    expect(nameOf(explanation.program)).toBe('yes');
  });
});
