/** Takeovers, and from when until when a program is on. */
import { describe, expect, test } from 'vitest';
import { programAt, programInputOf } from '@palier/playlists/program';
import { at, daily, input, manifest, nameOf, PARIS, takeover, weekly, type TakeoverDraft } from './build.ts';

const NOON = '2026-05-07T12:00';

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

  test('a takeover planned beyond the horizon does not hide the change before it', () => {
    const later: TakeoverDraft = { id: 'later', startsAt: '2026-08-20T10:00:00Z', endsAt: '2026-08-20T11:00:00Z' };
    const asked = input(
      PARIS,
      [{ id: 'base' }, { id: 'day', recurrence: { kind: 'dates', dates: ['2026-08-01'] } }],
      [later],
    );
    expect(programAt(asked, at('2026-05-07T12:00', PARIS)).until).toBeUndefined();
    expect(programAt(asked, at('2026-08-10T12:00', PARIS)).until).toEqual(at(later.startsAt));
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
