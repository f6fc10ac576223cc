/** Dayparts: a half-open part of the day. One that ends at or before its start runs overnight and belongs to the day it starts. */
import { z } from 'zod';
import { DAY_MS } from './calendar-day.ts';
import type { ZoneClock } from './local-time.ts';

/** A time of day on the wall clock, `HH:MM` from 00:00 to 23:59. */
export const WallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write a time as 07:30');

/** A part of the day, half-open, on the wall clock. */
export const Daypart = z.strictObject({
  /** Inclusive start and exclusive end, `HH:MM`. Equal: the whole day from that time on. */
  from: WallTime,
  until: WallTime,
});
export type Daypart = z.infer<typeof Daypart>;

/**
 * A daypart in milliseconds after the midnight of the day it starts. `untilMs` is past 24 h when it runs
 * overnight. `calendarDay`: no daypart was given; it lasts from the day's first instant to the next day's.
 */
export type DaypartMs = { fromMs: number; untilMs: number; calendarDay: boolean };

/** The daypart in milliseconds; the whole calendar day when it is absent. */
export function daypartMs(daypart: Daypart | undefined): DaypartMs {
  if (daypart === undefined) return { fromMs: 0, untilMs: DAY_MS, calendarDay: true };
  const fromMs = wallTimeMs(daypart.from);
  const untilMs = wallTimeMs(daypart.until);
  return { fromMs, untilMs: untilMs <= fromMs ? untilMs + DAY_MS : untilMs, calendarDay: false };
}

/**
 * When the daypart that starts on day `dayNumber` is on: half-open, epoch milliseconds. Empty (`startMs >= endMs`)
 * when the clocks skip all of it.
 */
export function occurrenceMs(
  daypart: DaypartMs,
  dayNumber: number,
  clock: ZoneClock,
): { startMs: number; endMs: number } {
  const midnightMs = dayNumber * DAY_MS;
  const startMs = clock.startMs(midnightMs + daypart.fromMs);
  const endWallMs = midnightMs + daypart.untilMs;
  return { startMs, endMs: daypart.calendarDay ? clock.startMs(endWallMs) : clock.endMs(endWallMs) };
}

/** Milliseconds after midnight of a time written `HH:MM`. */
function wallTimeMs(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
}
