/**
 * Whether a recurrence names a day. A date that a month or a year does not have is simply not there: the 31st
 * skips June, 29 February comes every leap year, a fifth Monday only where there is one.
 */
import { calendarDay, dayNumberOf, type CalendarDay } from './calendar-day.ts';
import { namedDays } from './named-days.ts';
import type { Recurrence } from './recurrence.ts';
import { rruleDays } from './rrule-days.ts';
import type { DayTest } from './rrule-quick.ts';

/**
 * A test for the days of `recurrence`. It may remember what it has expanded: make it once for each rule. Never
 * throws; an RRULE that cannot be evaluated names no day.
 */
export function recurrenceDays(recurrence: Recurrence): (day: CalendarDay) => boolean {
  if (recurrence.kind !== 'rrule') return namedDays(recurrence);
  const isDay = expanded(recurrence);
  return (day) => isDay(day.number);
}

/**
 * Whether `recurrence` names the calendar day `date`.
 *
 * Plain and uncached; for many days use {@link recurrenceDays}.
 */
export function recursOn(recurrence: Recurrence, date: Temporal.PlainDate): boolean {
  return recurrenceDays(recurrence)(calendarDay(dayNumberOf(date.toString())));
}

const known = new WeakMap<Recurrence, DayTest>();

/** Expanding is dear: many screens share one schedule, so it is done once for each recurrence object. */
function expanded(recurrence: Extract<Recurrence, { kind: 'rrule' }>): DayTest {
  const days = known.get(recurrence) ?? rruleDays(recurrence.start, recurrence.rrule);
  known.set(recurrence, days);
  return days;
}
