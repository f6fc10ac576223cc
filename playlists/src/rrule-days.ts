/**
 * The days that an iCalendar rule names, by the library `rrule-temporal`. Days only: everything is computed at
 * midnight UTC, and the zone comes in with the daypart. Never throws: a rule that cannot be evaluated has no days.
 */
import { RRuleTemporal } from 'rrule-temporal';
import { DAY_MS, dayNumberOf } from './calendar-day.ts';
import { MAX_RRULE_COUNT, rruleFault } from './rrule-text.ts';

/** Whether something starts on a day, by its number. */
export type DayTest = (dayNumber: number) => boolean;

/** Days are expanded by stretches of this length, when one of them is asked for. */
const STRETCH_DAYS = 128;
const MAX_STRETCHES = 32;
/** Periods and candidates the library may look at for one stretch: enough for a daily rule since 1970. */
const MAX_PERIODS = 20_000;
const MAX_CANDIDATES = 50_000;

const NO_DAY: DayTest = () => false;

/**
 * The days of the RRULE `rrule`, counted from `start` (`YYYY-MM-DD`). The start is a day of the rule only if it
 * fits it. Expansion is bounded; a stretch of days that exceeds the bound has none.
 */
export function rruleDays(start: string, rrule: string): DayTest {
  if (rruleFault(rrule) !== undefined) return NO_DAY;
  const rule = readRule(start, rrule);
  if (rule === undefined) return NO_DAY;
  const first = dayNumberOf(start);
  if (rule.options().count !== undefined) {
    const days = new Set(attempt(() => numbers(rule.all((_, index) => index < MAX_RRULE_COUNT))));
    return (day) => days.has(day);
  }
  const stretches = new Map<number, ReadonlySet<number>>();
  return (day) => {
    if (day < first) return false;
    const index = Math.floor(day / STRETCH_DAYS);
    let days = stretches.get(index);
    if (days === undefined) {
      if (stretches.size >= MAX_STRETCHES) stretches.clear();
      days = new Set(
        attempt(() =>
          numbers(rule.between(midnight(index * STRETCH_DAYS), midnight((index + 1) * STRETCH_DAYS - 1), true)),
        ),
      );
      stretches.set(index, days);
    }
    return days.has(day);
  };
}

function readRule(start: string, rrule: string): RRuleTemporal | undefined {
  try {
    return new RRuleTemporal({
      rruleString: `RRULE:${rrule}`,
      dtstart: midnight(dayNumberOf(start)),
      tzid: 'UTC',
      maxIterations: MAX_PERIODS,
      maxCandidateEvaluations: MAX_CANDIDATES,
    });
  } catch (error) {
    return ignore(error);
  }
}

function attempt(expand: () => number[]): number[] {
  try {
    return expand();
  } catch (error) {
    return ignore(error) ?? [];
  }
}

/** Content fails towards playing: what the library refuses is no day, and the other rules go on. */
function ignore(error: unknown): undefined {
  if (error instanceof Error) return undefined;
  throw error;
}

function midnight(dayNumber: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(dayNumber * DAY_MS).toZonedDateTimeISO('UTC');
}

function numbers(days: readonly { epochMilliseconds: number }[]): number[] {
  return days.map((day) => Math.floor(day.epochMilliseconds / DAY_MS));
}
