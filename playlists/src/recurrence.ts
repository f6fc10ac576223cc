/** Recurrences: on which calendar days something starts. Written as text it is an iCalendar RRULE (RFC 5545). */
import { z } from 'zod';

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const Weekday = z.int().min(1).max(7);

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
  z.strictObject({ kind: z.literal('rrule'), start: z.iso.date(), rrule: z.string().min(1).max(500) }),
]);
export type Recurrence = z.infer<typeof Recurrence>;
