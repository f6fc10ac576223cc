/**
 * Power hours: when a wall is meant to be lit. Outside them it rests, dark on purpose; a takeover wakes it. Evaluated in
 * the screen's zone by the clock rule of the house, in the server, the panel and the kiosk alike, network or not.
 */
import { z } from 'zod';
import { calendarDay, DAY_MS } from './calendar-day.ts';
import { daypartMs, occurrenceMs, WallTime } from './daypart.ts';
import { createZoneClock, type ZoneClock } from './local-time.ts';
import { Weekday } from './recurrence.ts';

/** Lit from `from` (inclusive) until `until` (exclusive) on these days; overnight belongs to the day it starts. */
export const PowerWindow = z.strictObject({
  /** ISO weekdays on which it starts: 1 is Monday. */
  weekdays: z.array(Weekday).min(1).max(7),
  from: WallTime,
  until: WallTime,
});
export type PowerWindow = z.infer<typeof PowerWindow>;

/** The windows together; a moment in any of them is lit. An empty list is refused: a wall that is never lit is a fault. */
export const PowerHours = z.array(PowerWindow).min(1, 'name at least one window, or leave the power hours out').max(14);
export type PowerHours = z.infer<typeof PowerHours>;

/** Whether the wall is lit, and when that changes (epoch ms; absent: not within eight days). */
export type Power = { on: boolean; untilMs?: number };

/** No window is further away than this. */
const REACH_DAYS = 8;
const clocks = new WeakMap<readonly PowerWindow[], { zone: string; clock: ZoneClock }>();

/**
 * Whether a screen is meant to be lit at `atMs` (epoch ms). Without power hours it always is.
 *
 * @throws RangeError when the zone is unknown to this runtime.
 */
export function powerAt(
  screen: { zone: string; powerHours?: readonly PowerWindow[] | undefined },
  atMs: number,
): Power {
  const { powerHours, zone } = screen;
  if (powerHours === undefined || powerHours.length === 0) return { on: true };
  const windows = windowsAround(powerHours, clockOf(powerHours, zone), atMs);
  let lit = windows.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
  if (lit === undefined) {
    const next = windows.find(({ startMs }) => startMs > atMs);
    return next === undefined ? { on: false } : { on: false, untilMs: next.startMs };
  }
  let endMs = lit.endMs;
  // Windows that meet or overlap are one.
  for (lit of windows) if (lit.startMs <= endMs && lit.endMs > endMs) endMs = lit.endMs;
  return endMs >= atMs + (REACH_DAYS - 1) * DAY_MS ? { on: true } : { on: true, untilMs: endMs };
}

/** Milliseconds of `[fromMs, toMs)` in which the screen is meant to be lit. */
export function litMs(screen: Parameters<typeof powerAt>[0], fromMs: number, toMs: number): number {
  let sum = 0;
  for (let atMs = fromMs; atMs < toMs;) {
    const power = powerAt(screen, atMs);
    const endMs = Math.min(toMs, power.untilMs ?? atMs + (REACH_DAYS - 1) * DAY_MS);
    if (power.on) sum += endMs - atMs;
    atMs = endMs;
  }
  return sum;
}

function windowsAround(hours: readonly PowerWindow[], clock: ZoneClock, atMs: number) {
  const today = Math.floor(clock.wallMs(atMs) / DAY_MS);
  const windows: { startMs: number; endMs: number }[] = [];
  for (let day = today - 2; day <= today + REACH_DAYS; day += 1) {
    const { weekday } = calendarDay(day);
    for (const { weekdays, from, until } of hours) {
      if (!weekdays.includes(weekday)) continue;
      const { startMs, endMs } = occurrenceMs(daypartMs({ from, until }), day, clock);
      if (startMs < endMs) windows.push({ startMs, endMs });
    }
  }
  return windows.sort((a, b) => a.startMs - b.startMs);
}

function clockOf(hours: readonly PowerWindow[], zone: string): ZoneClock {
  const known = clocks.get(hours);
  if (known?.zone === zone) return known.clock;
  const clock = createZoneClock(zone);
  clocks.set(hours, { zone, clock });
  return clock;
}
