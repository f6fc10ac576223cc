/** Power hours: overnight belongs to the day it starts, and the weeks in which clocks change are no exception. */
import { describe, expect, test } from 'vitest';
import { litMs, powerAt, type PowerWindow } from '../../playlists/src/power.ts';

const PARIS = 'Europe/Paris';
const ALL = [1, 2, 3, 4, 5, 6, 7];
const WEEK = [1, 2, 3, 4, 5];
const ms = (text: string) => Date.parse(text);
const HOUR_MS = 3_600_000;

const DAYTIME: PowerWindow[] = [{ weekdays: WEEK, from: '07:00', until: '20:00' }];
const NIGHT: PowerWindow[] = [{ weekdays: [5], from: '22:00', until: '02:00' }];
const SPRING: PowerWindow[] = [{ weekdays: ALL, from: '02:30', until: '04:00' }];

describe('power hours', () => {
  test.each<[string, PowerWindow[] | undefined, string, string, boolean, string | undefined]>([
    ['always without any', undefined, PARIS, '2026-11-24T03:00:00Z', true, undefined],
    ['a weekday, lit', DAYTIME, PARIS, '2026-11-24T06:00:00Z', true, '2026-11-24T19:00:00Z'],
    ['one moment before', DAYTIME, PARIS, '2026-11-24T05:59:59Z', false, '2026-11-24T06:00:00Z'],
    ['the end is not in it', DAYTIME, PARIS, '2026-11-24T19:00:00Z', false, '2026-11-25T06:00:00Z'],
    ['a week-end', DAYTIME, PARIS, '2026-11-28T10:00:00Z', false, '2026-11-30T06:00:00Z'],
    ['Saturday 01:30 belongs to Friday', NIGHT, PARIS, '2026-11-28T00:30:00Z', true, '2026-11-28T01:00:00Z'],
    ['Friday 01:30 does not', NIGHT, PARIS, '2026-11-27T00:30:00Z', false, '2026-11-27T21:00:00Z'],
    ['another zone', DAYTIME, 'Asia/Tokyo', '2026-11-23T22:00:00Z', true, '2026-11-24T11:00:00Z'],
    ['summer time', DAYTIME, PARIS, '2026-07-07T05:00:00Z', true, '2026-07-07T18:00:00Z'],
    ['the missing hour starts late', SPRING, PARIS, '2026-03-29T01:00:00Z', true, '2026-03-29T02:00:00Z'],
    ['the repeated hour is lit twice', SPRING, PARIS, '2026-10-25T01:45:00Z', true, '2026-10-25T03:00:00Z'],
    [
      'all day, every day',
      [{ weekdays: ALL, from: '00:00', until: '00:00' }],
      PARIS,
      '2026-11-24T03:00:00Z',
      true,
      undefined,
    ],
    [
      'windows that meet',
      [...DAYTIME, { weekdays: WEEK, from: '20:00', until: '22:00' }],
      PARIS,
      '2026-11-24T12:00:00Z',
      true,
      '2026-11-24T21:00:00Z',
    ],
  ])('%s', (_name, powerHours, zone, at, on, until) => {
    const power = powerAt({ zone, powerHours }, ms(at));
    expect(power.on).toBe(on);
    expect(power.untilMs === undefined ? undefined : new Date(power.untilMs).toISOString().replace('.000', '')).toBe(
      until,
    );
  });

  test('a week of daytime is 65 hours, also in the week that has an hour less', () => {
    const screen = { zone: PARIS, powerHours: DAYTIME };
    expect(litMs(screen, ms('2026-11-22T23:00:00Z'), ms('2026-11-29T23:00:00Z'))).toBe(65 * HOUR_MS);
    expect(litMs(screen, ms('2026-03-22T23:00:00Z'), ms('2026-03-29T22:00:00Z'))).toBe(65 * HOUR_MS);
    const round = [{ weekdays: ALL, from: '00:00', until: '00:00' }];
    expect(litMs({ zone: PARIS, powerHours: round }, ms('2026-03-28T23:00:00Z'), ms('2026-03-29T22:00:00Z'))).toBe(
      23 * HOUR_MS,
    );
  });
});
