/** Wall-clock times become instants: the nights the clocks change, and the same answers as Temporal everywhere else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createZoneClock, endInstant, isZone, startInstant, wallMsOf } from '@palier/playlists/local-time';
import { LocalDateTime } from '@palier/playlists/playlist';
import { endOf, startOf, ZONES } from './oracle.ts';

const ROWS: [zone: string, local: string, starts: string, ends: string, what: string][] = [
  ['Europe/Paris', '2026-05-07T12:00', '2026-05-07T10:00:00Z', '2026-05-07T10:00:00Z', 'an ordinary time'],
  ['Europe/Paris', '2026-03-29T01:59', '2026-03-29T00:59:00Z', '2026-03-29T00:59:00Z', 'just before the gap'],
  ['Europe/Paris', '2026-03-29T02:00', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z', 'the gap begins'],
  ['Europe/Paris', '2026-03-29T02:30', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z', 'inside the gap'],
  ['Europe/Paris', '2026-03-29T03:00', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z', 'the gap ends'],
  ['Europe/Paris', '2026-10-25T02:00', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z', 'the repeated hour begins'],
  ['Europe/Paris', '2026-10-25T02:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', 'inside the repeated hour'],
  ['Europe/Paris', '2026-10-25T03:00', '2026-10-25T02:00:00Z', '2026-10-25T02:00:00Z', 'the repeated hour is over'],
  ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:00:00Z', '2026-03-08T07:00:00Z', 'inside the gap'],
  ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z', 'inside the repeated hour'],
  ['Australia/Lord_Howe', '2026-10-04T02:15', '2026-10-03T15:30:00Z', '2026-10-03T15:30:00Z', 'a gap of half an hour'],
  ['Australia/Lord_Howe', '2026-10-04T02:30', '2026-10-03T15:30:00Z', '2026-10-03T15:30:00Z', 'after that gap'],
  ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z', 'a repeated half hour'],
  ['Australia/Lord_Howe', '2026-04-05T02:00', '2026-04-04T15:30:00Z', '2026-04-04T15:30:00Z', 'after it'],
  ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z', 'a day that never was'],
  ['Asia/Kathmandu', '2026-01-01T00:00', '2025-12-31T18:15:00Z', '2025-12-31T18:15:00Z', 'a quarter-hour zone'],
];

describe('a wall-clock time', () => {
  test.each(ROWS)('%s %s starts at %s, ends at %s: %s', (zone, local, starts, ends) => {
    expect(startInstant(local, zone).toString()).toBe(starts);
    expect(endInstant(local, zone).toString()).toBe(ends);
  });

  test('is refused when it is none', () => {
    expect(() => startInstant('2026-02-30T10:00', 'Europe/Paris')).toThrow(RangeError);
    expect(() => startInstant('tomorrow', 'Europe/Paris')).toThrow(RangeError);
    expect(() => startInstant('2026-02-20T10:00', 'Europe/Nowhere')).toThrow(RangeError);
    expect(wallMsOf('2026-02-11T24:00')).toBeUndefined();
    expect(LocalDateTime.safeParse('2026-02-30T10:00').success).toBe(false);
    expect(LocalDateTime.safeParse('2024-02-29T10:00').success).toBe(true);
  });
});

const zone = fc.constantFrom(...ZONES);
const minute = fc.integer({ min: Date.parse('1995-01-01') / 60_000, max: Date.parse('2045-01-01') / 60_000 });

describe('the clock of a zone', () => {
  test('agrees with Temporal near every change and far from it', () => {
    fc.assert(
      fc.property(
        zone,
        fc.array(minute, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -1600, max: 1600 }),
        (name, minutes, off) => {
          const clock = createZoneClock(name);
          for (const each of minutes) {
            const near = Temporal.Instant.fromEpochMilliseconds(each * 60_000).toZonedDateTimeISO(name);
            const change = near.getTimeZoneTransition('next') ?? near;
            for (const zoned of [near, change.add({ minutes: off })]) {
              const local = zoned.toPlainDateTime().round('minute');
              const wallMs = local.toZonedDateTime('UTC').epochMilliseconds;
              expect(clock.startMs(wallMs)).toBe(startOf(local, name));
              expect(clock.endMs(wallMs)).toBe(endOf(local, name));
              expect(clock.wallMs(zoned.epochMilliseconds)).toBe(
                zoned.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds,
              );
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('never goes backwards: a later wall-clock time never starts or ends earlier', () => {
    fc.assert(
      fc.property(zone, minute, fc.integer({ min: 0, max: 4000 }), (name, from, more) => {
        const clock = createZoneClock(name);
        expect(clock.startMs((from + more) * 60_000)).toBeGreaterThanOrEqual(clock.startMs(from * 60_000));
        expect(clock.endMs((from + more) * 60_000)).toBeGreaterThanOrEqual(clock.startMs(from * 60_000));
      }),
    );
  });

  test('sees a change within a stretch', () => {
    const clock = createZoneClock('Europe/Paris');
    const change = Date.parse('2026-03-29T01:00:00Z');
    expect(clock.changesWithin(change - 1000, change + 1000)).toBe(true);
    expect(clock.changesWithin(change, change + 1000)).toBe(true);
    expect(clock.changesWithin(change - 1000, change)).toBe(true);
    expect(clock.changesWithin(change + 1, change + 1000)).toBe(false);
    expect(clock.changesWithin(change - 1000, change - 1)).toBe(false);
  });
});

test('zones by IANA name only', () => {
  expect(['Europe/Paris', 'UTC', 'Australia/Lord_Howe'].every(isZone)).toBe(true);
  expect(['Europe/Nowhere', '+02:00', '', 'local'].some(isZone)).toBe(false);
});
