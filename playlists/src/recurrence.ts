/** Recurrences: on which calendar days something starts. Written as text it is an iCalendar RRULE (RFC 5545). */
import { z } from 'zod';
import { rruleFault } from './rrule-text.ts';

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const Weekday = z.int().min(1).max(7);

/** The value of an iCalendar RRULE property with calendar days only, e.g. `FREQ=MONTHLY;BYDAY=-1FR`. */
export const RruleText = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, context) => {
    const fault = rruleFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

/** The days on which something starts. A date that a month or a year does not have is skipped. */
export const Recurrence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily') }),
  z.strictObject({ kind: z.literal('weekly'), weekdays: z.array(Weekday).min(1).max(7) }),
  z.strictObject({ kind: z.literal('monthly-date'), days: z.array(z.int().min(1).max(31)).min(1).max(31) }),
  z.strictObject({
    kind: z.literal('monthly-weekday'),
    weekday: Weekday,
    /** 1 is the first such weekday of the month, -1 the last. */
    nth: z.union([z.int().min(1).max(5), z.int().min(-5).max(-1)]),
  }),
  z.strictObject({ kind: z.literal('yearly'), month: z.int().min(1).max(12), day: z.int().min(1).max(31) }),
  z.strictObject({ kind: z.literal('dates'), dates: z.array(z.iso.date()).min(1).max(366) }),
  z.strictObject({ kind: z.literal('rrule'), start: z.iso.date(), rrule: RruleText }),
]);
export type Recurrence = z.infer<typeof Recurrence>;

/**
 * How specific a recurrence is: between rules of equal priority the higher one wins. Named dates beat a day of
 * the year, which beats days of the month, which beat a written RRULE, which beats weekdays, which beat every day.
 */
export function specificity(recurrence: Recurrence): number {
  return SPECIFICITY[recurrence.kind];
}

const SPECIFICITY: Record<Recurrence['kind'], number> = {
  dates: 5,
  yearly: 4,
  'monthly-date': 3,
  'monthly-weekday': 3,
  rrule: 2,
  weekly: 1,
  daily: 0,
};
