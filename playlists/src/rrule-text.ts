/**
 * The iCalendar recurrence rules (RFC 5545, 3.3.10) that a schedule takes, checked as text. Stricter than the
 * library that expands them, which reads past what it does not know; and calendar days only, so that no text
 * can ask for millions of occurrences.
 */

/** The largest COUNT. */
export const MAX_RRULE_COUNT = 1000;
const MAX_INTERVAL = 1000;
const MAX_VALUES = 31;

/** At most so many days can be chosen from within one period. */
const DAYS_PER_PERIOD: Record<string, number> = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7, DAILY: 1 };
const SUB_DAILY = ['HOURLY', 'MINUTELY', 'SECONDLY'];
const WEEKDAY = /^(?:MO|TU|WE|TH|FR|SA|SU)$/;
const NTH_WEEKDAY = /^([+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)$/;
const UNTIL = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])[0-5]\d[0-5]\dZ)?$/;

type Parts = ReadonlyMap<string, string>;

/** For each part that is understood: what is wrong with its value, or undefined. */
const CHECKS: Record<string, (value: string, parts: Parts) => string | undefined> = {
  FREQ: checkFrequency,
  INTERVAL: (value) => wholeNumber(value, 1, MAX_INTERVAL),
  COUNT: (value, parts) => (parts.has('UNTIL') ? 'cannot stand beside UNTIL' : wholeNumber(value, 1, MAX_RRULE_COUNT)),
  UNTIL: checkUntil,
  WKST: (value) => (WEEKDAY.test(value) ? undefined : 'must be a weekday such as MO'),
  BYMONTH: (value) => list(value, (each) => wholeNumber(each, 1, 12)),
  BYMONTHDAY: (value, parts) =>
    parts.get('FREQ') === 'WEEKLY' ? 'cannot stand in a WEEKLY rule' : list(value, (each) => fromEitherEnd(each, 31)),
  BYYEARDAY: (value, parts) =>
    parts.get('FREQ') === 'YEARLY' ? list(value, (each) => fromEitherEnd(each, 366)) : 'stands only in a YEARLY rule',
  BYWEEKNO: (value, parts) =>
    parts.get('FREQ') === 'YEARLY' ? list(value, (each) => fromEitherEnd(each, 53)) : 'stands only in a YEARLY rule',
  BYDAY: checkWeekdays,
  BYSETPOS: checkPositions,
};

/**
 * What is wrong with `text` as the value of an RRULE property, in words for the person who wrote it; undefined
 * when it can be used. Takes only whole days: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.
 *
 * Source: RFC 5545, 3.3.10. COUNT is at most 1000 and INTERVAL at most 1000.
 */
export function rruleFault(text: string): string | undefined {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value, ...rest] = part.split('=');
    if (value === undefined || value === '' || rest.length > 0)
      return `cannot read "${part}": write parts as NAME=VALUE with ; between them`;
    if (parts.has(name)) return `${name} is given twice`;
    parts.set(name, value);
  }
  if (!parts.has('FREQ')) return 'FREQ is missing, e.g. FREQ=WEEKLY;BYDAY=MO';
  for (const [name, value] of parts) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (check === undefined) return unknownPart(name);
    const fault = check(value, parts);
    if (fault !== undefined) return `${name} ${fault}`;
  }
  return undefined;
}

function unknownPart(name: string): string {
  if (/^BY(?:HOUR|MINUTE|SECOND)$/.test(name))
    return `${name} is not taken: a rule says on which days; give the time of day as a daypart`;
  if (/^(?:DTSTART|EXDATE|RDATE)/.test(name)) return `${name} is not part of a rule: use "start" and "except"`;
  return `${name} is not known here`;
}

function checkFrequency(value: string): string | undefined {
  if (Object.hasOwn(DAYS_PER_PERIOD, value)) return undefined;
  if (SUB_DAILY.includes(value))
    return `${value} is more often than daily: a rule says on which days; give the time of day as a daypart`;
  return 'must be DAILY, WEEKLY, MONTHLY or YEARLY';
}

function checkUntil(value: string): string | undefined {
  const parts = UNTIL.exec(value);
  if (parts === null) return 'must be a date such as 20261224, or an instant such as 20261224T180000Z';
  const [, year = '', month = '', day = ''] = parts;
  const written = `${year}-${month}-${day}`;
  const atMs = Date.parse(`${written}T00:00:00Z`);
  const exists = !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(written);
  return exists ? undefined : 'is no date of the calendar';
}

function checkWeekdays(value: string, parts: Parts): string | undefined {
  const frequency = parts.get('FREQ');
  const nthMeansSomething = frequency === 'MONTHLY' || (frequency === 'YEARLY' && !parts.has('BYWEEKNO'));
  const most = frequency === 'MONTHLY' || parts.has('BYMONTH') ? 5 : 53;
  return list(value, (each) => {
    const found = NTH_WEEKDAY.exec(each);
    if (found === null) return 'must be weekdays such as MO,TU or, in a MONTHLY rule, -1FR';
    const nth = found[1];
    if (nth === undefined) return undefined;
    if (!nthMeansSomething) return `cannot count weekdays ("${each}") in this rule: write the weekday alone`;
    return fromEitherEnd(nth, most);
  });
}

function checkPositions(value: string, parts: Parts): string | undefined {
  const others = [...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS');
  if (!others) return 'needs another BY... part to choose from';
  const most = DAYS_PER_PERIOD[parts.get('FREQ') ?? ''] ?? 1;
  return list(value, (each) => fromEitherEnd(each, most));
}

function list(value: string, check: (each: string) => string | undefined): string | undefined {
  const values = value.split(',');
  if (values.length > MAX_VALUES) return `has more than ${MAX_VALUES} values`;
  return values.map(check).find((fault) => fault !== undefined);
}

function wholeNumber(value: string, least: number, most: number): string | undefined {
  const inRange = /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most;
  return inRange ? undefined : `must be a whole number from ${least} to ${most}`;
}

function fromEitherEnd(value: string, most: number): string | undefined {
  const inRange = /^[+-]?\d{1,3}$/.test(value) && Number(value) !== 0 && Math.abs(Number(value)) <= most;
  return inRange ? undefined : `must be from 1 to ${most}, or from -1 to -${most} counted from the end`;
}
