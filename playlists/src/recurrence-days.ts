/**
 * Whether a recurrence names a day. A date that a month or a year does not have is simply not there: the 31st
 * skips June, 29 February comes every leap year, a fifth Monday only where there is one.
 */
import { calendarDay, dayNumberOf, daysInMonth, type CalendarDay } from './calendar-day.ts';
import type { Recurrence } from './recurrence.ts';
import { rruleDays, type DayTest } from './rrule-days.ts';

/**
 * A test for the days of `recurrence`. It may remember what it has expanded: make it once for each rule. Never
 * throws; an RRULE that cannot be evaluated names no day.
 */
export function recurrenceDays(recurrence: Recurrence): (day: CalendarDay) => boolean {
  switch (recurrence.kind) {
    case 'daily':
      return () => true;
    case 'weekly':
      return (day) => recurrence.weekdays.includes(day.weekday);
    case 'monthly-date':
      return (day) => recurrence.days.includes(day.day);
    case 'monthly-weekday':
      return (day) => day.weekday === recurrence.weekday && nthInMonth(day, recurrence.nth) === recurrence.nth;
    case 'yearly':
      return (day) => day.month === recurrence.month && day.day === recurrence.day;
    case 'dates': {
      const dates = new Set(recurrence.dates.map(dayNumberOf));
      return (day) => dates.has(day.number);
    }
    case 'rrule': {
      const isDay = expanded(recurrence);
      return (day) => isDay(day.number);
    }
  }
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

/** Which of its weekday in the month this day is, counted from the end that `like` counts from. */
function nthInMonth(day: CalendarDay, like: number): number {
  if (like > 0) return Math.floor((day.day - 1) / 7) + 1;
  return -(Math.floor((daysInMonth(day.year, day.month) - day.day) / 7) + 1);
}
