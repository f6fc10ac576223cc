/** One day in one zone: which rule is on at each of its instants. A day lasts from its first instant to the next day's. */
import { calendarDay, DAY_MS } from './calendar-day.ts';
import type { ZoneClock } from './local-time.ts';
import { overlaps, paint, type Stretch } from './paint.ts';
import {
  compareWithinRank,
  runsOvernight,
  windowOn,
  type ReadyRule,
  type RuleRank,
  type RuleWindow,
} from './rule-windows.ts';

/** A piece of a day in which one rule is on (absent: none is). */
export type Piece = Stretch & { ready: ReadyRule | undefined };

/** The winners of one day in order, without gaps; none on a day that the zone skipped. `ranks`: the strongest first. */
export function paintDay(ranks: readonly RuleRank[], day: number, clock: ZoneClock): Piece[] {
  const whole = { startMs: dayStartMs(day, clock), endMs: dayStartMs(day + 1, clock) };
  if (whole.startMs >= whole.endMs) return [];
  const pieces: Piece[] = [];
  let free: Stretch[] = [whole];
  for (const rank of ranks) {
    if (free.length === 0) break;
    free = paint(free, windowsOf(rank, day, whole, clock), (taken, window) => {
      pieces.push({ ...taken, ready: window.ready });
    });
  }
  for (const gap of free) pieces.push({ ...gap, ready: undefined });
  return pieces.sort((one, other) => one.startMs - other.startMs);
}

/** The rank's windows that share an instant with `within`, a part of `day`; the strongest first. */
export function windowsOf(rank: RuleRank, day: number, within: Stretch, clock: ZoneClock): RuleWindow[] {
  const today = calendarDay(day);
  const yesterday = calendarDay(day - 1);
  // Where the clocks change near midnight, a window can end later than its own day says.
  const irregular = clock.changesWithin(within.startMs - 3 * DAY_MS, within.endMs);
  const earlier = irregular ? [yesterday, calendarDay(day - 2)] : [yesterday];
  const windows: RuleWindow[] = [];
  for (const ready of rank.rules) {
    const starts = irregular || runsOvernight(ready) ? [today, ...earlier] : [today];
    for (const start of starts) {
      const window = windowOn(ready, start, clock);
      if (window !== undefined && overlaps(window, within)) windows.push(window);
    }
  }
  return windows.sort(compareWithinRank);
}

/** The first instant of a day. A day that the zone skipped starts when the next one does. */
export function dayStartMs(day: number, clock: ZoneClock): number {
  return clock.startMs(day * DAY_MS);
}

/** The day whose stretch, from its first instant to the next day's, holds `atMs`. */
export function dayAt(atMs: number, clock: ZoneClock): number {
  let day = Math.floor(clock.wallMs(atMs) / DAY_MS);
  while (dayStartMs(day, clock) > atMs) day -= 1;
  while (dayStartMs(day + 1, clock) <= atMs) day += 1;
  return day;
}
