/** The days of every recurrence but a written RRULE, by arithmetic alone. */
import { dayNumberOf, daysInMonth, type CalendarDay } from './calendar-day.ts';
import type { Recurrence } from './recurrence.ts';

/** A recurrence that is not a written RRULE. */
export type PlainRecurrence = Exclude<Recurrence, { kind: 'rrule' }>;

/** A test for the days of `recurrence`: make it once for each rule. */
export function namedDays(recurrence: PlainRecurrence): (day: CalendarDay) => boolean {
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
  }
}

/** Which of its weekday in the month this day is, counted from the end that `like` counts from. */
export function nthInMonth(day: CalendarDay, like: number): number {
  if (like > 0) return Math.floor((day.day - 1) / 7) + 1;
  return -(Math.floor((daysInMonth(day.year, day.month) - day.day) / 7) + 1);
}
