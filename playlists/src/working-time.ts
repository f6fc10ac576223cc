/**
 * Working time: several periods a day, days off, in one zone. How much of it lies between two instants, and when a
 * given amount of it will have passed; daylight saving included. Pure: it reads no clock.
 */
import { z } from 'zod';
import { calendarDay } from './calendar-day.ts';
import { createZoneClock, type ZoneClock } from './local-time.ts';
import { Zone } from './screen.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as 09:30');

/** One period of one weekday, 1 is Monday. `until` may be `24:00`. */
export const WorkingPeriod = z
  .strictObject({
    day: z.int().min(1).max(7),
    from: time,
    until: z.union([time, z.literal('24:00')]),
  })
  .refine(({ from, until }) => from < until, { message: 'it ends before it starts', path: ['until'] });
export type WorkingPeriod = z.infer<typeof WorkingPeriod>;

/** When somebody works. Periods that overlap count once. */
export const WorkingTime = z.strictObject({
  zone: Zone,
  periods: z.array(WorkingPeriod).max(70),
  /** Days off, e.g. bank holidays. */
  daysOff: z.array(z.iso.date()).max(400).default([]),
});
export type WorkingTime = z.infer<typeof WorkingTime>;

/** Further than this nobody plans: whoever works less is said to answer at no known time. */
const MAX_DAYS_AHEAD = 400;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

type Stretch = { startMs: number; endMs: number };

/**
 * The working time, in milliseconds that pass on a real clock, within `[fromMs, toMs)` (epoch ms). Stretches longer
 * than 400 days count their first 400 days.
 *
 * @throws RangeError when the zone is unknown to this runtime.
 */
export function workingMsBetween(hours: WorkingTime, fromMs: number, toMs: number): number {
  let sum = 0;
  for (const { startMs, endMs } of stretches(hours, fromMs)) {
    if (startMs >= toMs) break;
    sum += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
  }
  return sum;
}

/**
 * The instant (epoch ms) at which `workingMs` of working time have passed since `fromMs`; with 0, the first instant at
 * which somebody works. Absent when that is more than 400 days away.
 *
 * @throws RangeError when the zone is unknown to this runtime.
 */
export function afterWorkingMs(hours: WorkingTime, fromMs: number, workingMs: number): number | undefined {
  let left = workingMs;
  for (const stretch of stretches(hours, fromMs)) {
    const startMs = Math.max(stretch.startMs, fromMs);
    const lastsMs = stretch.endMs - startMs;
    if (lastsMs <= 0) continue;
    if (left <= lastsMs) return startMs + left;
    left -= lastsMs;
  }
  return undefined;
}

/** What the author is told. `measured`: how long it took lately; `promised`: what HR set, while there is too little to measure. */
export type ExpectedAnswer = { byMs: number; basis: 'measured' | 'promised' };

/** Fewer answers than this say nothing about the next one. */
export const MEASURED_FROM = 5;

/**
 * When an answer can honestly be expected to a message sent at `askedAtMs` (epoch ms): the working time within which
 * four of five answers came lately, or what was promised while fewer than five were measured. It is never better than
 * what was measured, even when more was promised. Absent when nobody works within 400 days.
 *
 * `measuredMs` are working times of past answers, in any order; `promisedMs` is a working time.
 */
export function expectedAnswer(
  hours: WorkingTime,
  askedAtMs: number,
  { promisedMs, measuredMs }: { promisedMs: number; measuredMs: readonly number[] },
): ExpectedAnswer | undefined {
  const isMeasured = measuredMs.length >= MEASURED_FROM;
  const sorted = measuredMs.toSorted((a, b) => a - b);
  const fourOfFive = sorted[Math.ceil(sorted.length * 0.8) - 1] ?? promisedMs;
  const byMs = afterWorkingMs(hours, askedAtMs, isMeasured ? fourOfFive : promisedMs);
  return byMs === undefined ? undefined : { byMs, basis: isMeasured ? 'measured' : 'promised' };
}

/** The stretches of work from the day of `fromMs` on, in order and apart. */
function* stretches(hours: WorkingTime, fromMs: number): Generator<Stretch> {
  const clock = createZoneClock(hours.zone);
  const off = new Set(hours.daysOff);
  const first = Math.floor(clock.wallMs(fromMs) / DAY_MS) - 1;
  for (let number = first; number < first + MAX_DAYS_AHEAD + 2; number += 1) {
    const { year, month, day, weekday } = calendarDay(number);
    const date = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    if (!off.has(date)) yield* ofDay(hours, clock, number, weekday);
  }
}

function* ofDay(hours: WorkingTime, clock: ZoneClock, number: number, weekday: number): Generator<Stretch> {
  const own = hours.periods
    .filter((period) => period.day === weekday)
    .map(({ from, until }) => ({
      startMs: clock.startMs(number * DAY_MS + minutes(from) * MINUTE_MS),
      endMs: clock.endMs(number * DAY_MS + minutes(until) * MINUTE_MS),
    }))
    .toSorted((a, b) => a.startMs - b.startMs);
  let open: Stretch | undefined;
  for (const next of own) {
    if (open !== undefined && next.startMs <= open.endMs) {
      open = { startMs: open.startMs, endMs: Math.max(open.endMs, next.endMs) };
      continue;
    }
    if (open !== undefined) yield open;
    open = next;
  }
  if (open !== undefined) yield open;
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}
