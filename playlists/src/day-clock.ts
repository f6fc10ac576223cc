/** The clock changes of a day in a zone: days of 23 and 25 hours, hours that are missing and hours that come twice. */
import { createZoneClock } from './local-time.ts';

/**
 * One day: its first instant, its length, and the change of the clocks within it. `missing`: the wall clock goes from
 * `from` straight to `to`. `doubled`: at `to` it goes back to `from`, and the time between comes twice.
 */
export type DayClock = {
  date: string;
  startMs: number;
  lengthMs: number;
  change?: { kind: 'missing' | 'doubled'; atMs: number; from: string; to: string };
};

/**
 * The clock of the day `date` (ISO) in `zone`.
 *
 * @throws RangeError when the zone is unknown to this runtime.
 */
export function dayClock(date: string, zone: string): DayClock {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(zone);
  const end = start.add({ days: 1 }).startOfDay();
  const startMs = start.epochMilliseconds;
  const lengthMs = end.epochMilliseconds - startMs;
  const next = start.getTimeZoneTransition('next');
  if (next === null || next.epochMilliseconds >= end.epochMilliseconds) return { date, startMs, lengthMs };
  const before = next.subtract({ milliseconds: 1 });
  const byMs = (next.offsetNanoseconds - before.offsetNanoseconds) / 1e6;
  const reached = next.toPlainDateTime().subtract({ milliseconds: byMs });
  const [old, fresh] = [reached.toPlainTime(), next.toPlainTime()].map((time) =>
    time.toString({ smallestUnit: 'minute' }),
  );
  const [from = '', to = ''] = byMs > 0 ? [old, fresh] : [fresh, old];
  return {
    date,
    startMs,
    lengthMs,
    change: { kind: byMs > 0 ? 'missing' : 'doubled', atMs: next.epochMilliseconds, from, to },
  };
}

/** A wall-clock time as instants: one, the two of a doubled hour, or, when it is missing, the first valid one after it. */
export type LocalMoment = { kind: 'once' | 'twice' | 'missing'; atMs: number; secondMs?: number };

/**
 * Which instants the local date and time `local` (`2026-03-29T02:30`) names in `zone`; absent when it is none.
 *
 * @throws RangeError when the zone is unknown to this runtime.
 */
export function localMoment(local: string, zone: string): LocalMoment | undefined {
  const wallMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00Z`) : Number.NaN;
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString() !== `${local}:00.000Z`) return undefined;
  const clock = createZoneClock(zone);
  const [atMs, secondMs] = [clock.startMs(wallMs), clock.endMs(wallMs)];
  if (atMs !== secondMs) return { kind: 'twice', atMs, secondMs };
  return { kind: clock.wallMs(atMs) === wallMs ? 'once' : 'missing', atMs };
}
