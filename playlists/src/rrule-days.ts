/**
 * The days that an iCalendar rule names, by the library `rrule-temporal`. Days only: everything is computed at
 * midnight UTC, and the zone comes in with the daypart. Never throws: a rule that cannot be evaluated has no days.
 */
import { RRuleTemporal } from 'rrule-temporal';
import { DAY_MS, dayNumberOf } from './calendar-day.ts';
import { quickRruleDays, type DayTest } from './rrule-quick.ts';
import { MAX_RRULE_COUNT, rruleFault } from './rrule-text.ts';

/** Days are expanded by stretches of this length, when one of them is asked for. */
const STRETCH_DAYS = 128;
const MAX_STRETCHES = 32;
/**
 * How many periods the library may look at in one go. Where a COUNT makes it count from the start, it is followed
 * for so long: 4000 days, 800 weeks, 240 months or 100 years.
 */
const MAX_PERIODS: Record<string, number> = { DAILY: 4000, WEEKLY: 800, MONTHLY: 240, YEARLY: 100 };
const MAX_CANDIDATES = 50_000;

const NO_DAY: DayTest = () => false;

/**
 * The days of the RRULE `rrule`, counted from `start` (`YYYY-MM-DD`). The start is a day of the rule only if it
 * fits it. Expansion is bounded: days beyond the bound are no days of the rule.
 */
export function rruleDays(start: string, rrule: string): DayTest {
  if (rruleFault(rrule) !== undefined) return NO_DAY;
  return quickRruleDays(start, rrule) ?? expandedDays(start, rrule);
}

/** The same by the library alone, for every rule. */
export function expandedDays(start: string, rrule: string): DayTest {
  const rule = readRule(start, rrule);
  if (rule === undefined) return NO_DAY;
  if (rule.options().count !== undefined) return countedDays(rule);
  const first = dayNumberOf(start);
  const stretches = new Map<number, ReadonlySet<number>>();
  return (day) => {
    if (day < first) return false;
    const index = Math.floor(day / STRETCH_DAYS);
    let days = stretches.get(index);
    if (days === undefined) {
      if (stretches.size >= MAX_STRETCHES) stretches.clear();
      days = daysBetween(rule, index * STRETCH_DAYS, (index + 1) * STRETCH_DAYS - 1);
      stretches.set(index, days);
    }
    return days.has(day);
  };
}

/** All days of a rule with COUNT, worked out when the first is asked for. */
function countedDays(rule: RRuleTemporal): DayTest {
  let days: Set<number> | undefined;
  return (day) => {
    if (days !== undefined) return days.has(day);
    const found = new Set<number>();
    attempt(() =>
      rule.all((date) => {
        found.add(numberOf(date));
        return found.size < MAX_RRULE_COUNT;
      }),
    );
    days = found;
    return found.has(day);
  };
}

function daysBetween(rule: RRuleTemporal, first: number, last: number): Set<number> {
  const dates = attempt(() => rule.between(midnight(first), midnight(last), true));
  return new Set(dates?.map(numberOf));
}

function readRule(start: string, rrule: string): RRuleTemporal | undefined {
  const frequency = /FREQ=(\w+)/.exec(rrule)?.[1] ?? '';
  return attempt(
    () =>
      new RRuleTemporal({
        rruleString: `RRULE:${rrule}`,
        dtstart: midnight(dayNumberOf(start)),
        tzid: 'UTC',
        maxIterations: MAX_PERIODS[frequency] ?? 1,
        maxCandidateEvaluations: MAX_CANDIDATES,
      }),
  );
}

function attempt<T>(expand: () => T): T | undefined {
  try {
    return expand();
  } catch (error) {
    return ignore(error);
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

function numberOf(date: { epochMilliseconds: number }): number {
  return Math.floor(date.epochMilliseconds / DAY_MS);
}
