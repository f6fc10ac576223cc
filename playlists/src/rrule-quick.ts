/**
 * The days of the RRULEs that people really write, by integer arithmetic: thousands of times quicker than expanding
 * them. What it does not know (COUNT, BYSETPOS, week numbers, days of the year, yearly weekdays) it leaves to the
 * library; a property test holds both to the same answers.
 */
import { calendarDay, dayNumberOf, daysInMonth, type CalendarDay } from './calendar-day.ts';

/** Whether something starts on a day, by its number. */
export type DayTest = (dayNumber: number) => boolean;

type Parts = ReadonlyMap<string, string>;
type NthWeekday = { weekday: number; nth: number | undefined };

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const KNOWN = new Set(['FREQ', 'INTERVAL', 'UNTIL', 'WKST', 'BYMONTH', 'BYMONTHDAY', 'BYDAY']);

/**
 * A test for the days of a rule that `rruleFault` has passed, counted from `start` (`YYYY-MM-DD`); absent when the
 * rule has a part that needs the library.
 */
export function quickRruleDays(start: string, rrule: string): DayTest | undefined {
  const parts: Parts = new Map(rrule.split(';').map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']));
  if ([...parts.keys()].some((name) => !KNOWN.has(name))) return undefined;
  const first = dayNumberOf(start);
  const inPeriod = periodTest(parts, calendarDay(first));
  if (inPeriod === undefined) return undefined;
  const last = untilDay(parts.get('UNTIL'));
  const months = numbers(parts.get('BYMONTH'));
  return (number) => {
    if (number < first || number > last) return false;
    const day = calendarDay(number);
    return (months === undefined || months.includes(day.month)) && inPeriod(day);
  };
}

/** Whether the frequency, its interval and its choice of days name the day. */
function periodTest(parts: Parts, first: CalendarDay): ((day: CalendarDay) => boolean) | undefined {
  const interval = Number(parts.get('INTERVAL') ?? '1');
  const weekdays = nthWeekdays(parts.get('BYDAY'));
  const dates = numbers(parts.get('BYMONTHDAY'));
  const dateFits = (day: CalendarDay) => dates === undefined || dates.some((date) => isDate(day, date));
  const weekdayFits = (day: CalendarDay) => weekdays === undefined || weekdays.some((each) => isWeekday(day, each));
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return (day) => (day.number - first.number) % interval === 0 && dateFits(day) && weekdayFits(day);
    case 'WEEKLY': {
      const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO') + 1;
      const weekOf = (day: CalendarDay) => day.number - ((day.weekday - weekStart + 7) % 7);
      const own = weekOf(first);
      return (day) =>
        ((weekOf(day) - own) / 7) % interval === 0 &&
        (weekdays === undefined ? day.weekday === first.weekday : weekdayFits(day));
    }
    case 'MONTHLY': {
      const chosen = dates !== undefined || weekdays !== undefined;
      return (day) =>
        ((day.year - first.year) * 12 + day.month - first.month) % interval === 0 &&
        (chosen ? dateFits(day) && weekdayFits(day) : day.day === first.day);
    }
    case 'YEARLY': {
      if (weekdays !== undefined) return undefined;
      const isMonth = (day: CalendarDay) => parts.has('BYMONTH') || dates !== undefined || day.month === first.month;
      return (day) =>
        (day.year - first.year) % interval === 0 &&
        isMonth(day) &&
        (dates === undefined ? day.day === first.day : dateFits(day));
    }
    default:
      return undefined;
  }
}

function isDate(day: CalendarDay, date: number): boolean {
  return date > 0 ? day.day === date : day.day === daysInMonth(day.year, day.month) + 1 + date;
}

function isWeekday(day: CalendarDay, { weekday, nth }: NthWeekday): boolean {
  if (day.weekday !== weekday) return false;
  if (nth === undefined) return true;
  if (nth > 0) return Math.floor((day.day - 1) / 7) + 1 === nth;
  return -(Math.floor((daysInMonth(day.year, day.month) - day.day) / 7) + 1) === nth;
}

/** The last day on which it may start: an UNTIL with a time counts as the midnight UTC of that day or later. */
function untilDay(until: string | undefined): number {
  if (until === undefined) return Number.POSITIVE_INFINITY;
  return dayNumberOf(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`);
}

function nthWeekdays(value: string | undefined): NthWeekday[] | undefined {
  return value?.split(',').map((each) => {
    const nth = each.slice(0, -2);
    return { weekday: WEEKDAYS.indexOf(each.slice(-2)) + 1, nth: nth === '' ? undefined : Number(nth) };
  });
}

function numbers(value: string | undefined): number[] | undefined {
  return value?.split(',').map(Number);
}
