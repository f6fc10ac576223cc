/**
 * How an organisation talks: when HR works, what it promises, how long threads are kept, where else one can turn. Kept
 * in clear and shown to everyone who opens the page of a thread, but for the teams.
 */
import { z } from 'zod';
import { UserId } from './ids.ts';
import { localized } from './localized.ts';
import { CallTime } from './thread-call.ts';
import { RETENTION_DAYS, ThreadTopic } from './thread.ts';
import { WorkingTime } from './working-time.ts';

const id = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'use 1 to 32 lower-case letters, digits, hyphens');

/** A part of HR that threads can be given to, e.g. "Payroll". Topics it takes come to it by themselves. */
export const TalkTeam = z.strictObject({
  id,
  name: z.string().trim().min(1).max(60),
  members: z.array(UserId).max(100).default([]),
  topics: z.array(ThreadTopic).max(7).default([]),
});
export type TalkTeam = z.infer<typeof TalkTeam>;

/** Days a thread is kept after its last message: a month at least, five years at most. */
const Retention = z.int().min(30, 'keep threads for 30 days at least').max(1825, 'keep threads for 5 years at most');

const weekdays = [1, 2, 3, 4, 5];
const DEFAULT_PERIODS = weekdays.flatMap((day) => [
  { day, from: '09:00', until: '12:30' },
  { day, from: '13:30', until: '17:30' },
]);

/** Settings of the conversations with HR. Every field has a default that works. */
export const TalkSettings = z.strictObject({
  /** New threads are taken. Those that exist go on in any case. */
  open: z.boolean().default(true),
  working: WorkingTime.default({ zone: 'Europe/Paris', periods: DEFAULT_PERIODS, daysOff: [] }),
  /** An answer within this much working time is promised, in hours. */
  promisedHours: z.number().min(1).max(400).default(16),
  retentionDays: z.record(ThreadTopic, Retention).default(() => ({ ...RETENTION_DAYS })),
  /** Who HR is and where it sits, e.g. "HR, 2nd floor, Claire and Marc". */
  contact: localized(240).optional(),
  /** The legal way for reports of serious wrongs (whistleblowing), which this page is not: whom to turn to, and how. */
  signpost: localized(1200).optional(),
  /** Where that way begins, shown below the text. */
  signpostUrl: z
    .url({ protocol: /^https?$/, error: 'an address that begins with https://' })
    .max(300)
    .optional(),
  /** Answers are signed with the name of the person of HR who wrote them; otherwise "HR". */
  signed: z.boolean().default(true),
  /** Members of HR get a letter, without any content, when something waits: one an hour at most. */
  letters: z.boolean().default(true),
  teams: z.array(TalkTeam).max(30).default([]),
  /** When the screens may be told that answers wait, in the zone of `working`. */
  callTimes: z
    .array(CallTime)
    .max(14)
    .default([
      { day: 1, at: '09:00' },
      { day: 4, at: '09:00' },
    ]),
});
export type TalkSettings = z.infer<typeof TalkSettings>;

/** A prepared answer, with `{pseudonym}`, `{contact}`, `{expected}` and `{name}` filled in where it is used. */
export const CannedReply = z.strictObject({
  id,
  title: z.string().trim().min(1).max(80),
  text: localized(4000),
  topics: z.array(ThreadTopic).max(7).default([]),
});
export type CannedReply = z.infer<typeof CannedReply>;

/** What a prepared answer may name. */
export const CANNED_VARIABLES = ['pseudonym', 'name', 'contact', 'expected', 'deleted'] as const;

/**
 * The text with its variables filled in; a variable without a value is left out, with the blank before it.
 */
export function cannedText(
  text: string,
  values: Readonly<Partial<Record<(typeof CANNED_VARIABLES)[number], string>>>,
): string {
  return text
    .replace(/([ \u00a0]?)\{(\w+)\}/g, (whole, blank: string, name: string) => {
      const known = CANNED_VARIABLES.find((variable) => variable === name);
      if (known === undefined) return whole;
      const value = values[known];
      return value === undefined || value === '' ? '' : `${blank}${value}`;
    })
    .trim();
}
