/**
 * Threads: private conversations with HR. What they are made of, their limits, and the days they are kept.
 * Nothing here is secret; how a thread is sealed is the server's business (api/src/threads).
 */
import { z } from 'zod';
import { dayNumberOf, calendarDay } from './calendar-day.ts';

/** Names a thread within the server; says nothing, and is never shown to its author. */
export const ThreadId = z
  .string()
  .regex(/^t[a-z0-9]{20}$/, 'not the id of a thread')
  .brand<'ThreadId'>();
export type ThreadId = z.infer<typeof ThreadId>;

/** What a thread is about, in the order it is offered. */
export const ThreadTopic = z.enum(['leave', 'pay', 'contract', 'safety', 'colleague', 'suggestion', 'other']);
export type ThreadTopic = z.infer<typeof ThreadTopic>;

/** `closed`: answered and done, either side may write again. `blocked`: its author may read and delete, not write. */
export const ThreadState = z.enum(['open', 'closed', 'blocked']);
export type ThreadState = z.infer<typeof ThreadState>;

/** How urgent HR finds a thread. */
export const ThreadPriority = z.enum(['low', 'normal', 'high']);
export type ThreadPriority = z.infer<typeof ThreadPriority>;

/** Words of the receipt: 6 of a list of 2,048, 66 bits. */
export const RECEIPT_WORDS = 6;
/** Characters of one message. */
export const MAX_MESSAGE_CHARS = 4_000;
/** Either side is asked to begin another thread after this many. */
export const MAX_MESSAGES = 400;
/** Private notes and changes of handling of one thread. */
export const MAX_NOTES = 200;
/** Characters of the name an author may give. */
export const MAX_NAME_CHARS = 80;
/** Bytes of a file as it is sent; a picture is encoded anew and becomes smaller. */
export const MAX_ATTACHMENT_BYTES = 8 * 1024 ** 2;
/** Files of one message. */
export const MAX_ATTACHMENTS_A_MESSAGE = 3;
/** Files of one thread. */
export const MAX_ATTACHMENTS_A_THREAD = 20;
/** Threads an installation keeps at once. */
export const MAX_THREADS = 50_000;
/** HR confirms within this many days that a thread was read. */
export const ACKNOWLEDGE_WITHIN_DAYS = 7;
/** A theme becomes a card on a screen only when this many threads carry it. */
export const THEME_THRESHOLD = 5;

/** Days a thread is kept after its last message, by topic, unless the organisation says otherwise. */
export const RETENTION_DAYS: Readonly<Record<ThreadTopic, number>> = {
  leave: 180,
  pay: 365,
  contract: 365,
  safety: 730,
  colleague: 365,
  suggestion: 180,
  other: 180,
};

/** A theme that HR gives to threads, e.g. "parking": a short word or two, in the house's own language. */
export const ThreadTheme = z.string().trim().min(2).max(40);

const day = z.iso.date();

/** The day, `YYYY-MM-DD`, that lies `days` after `from`. */
export function dayAfter(from: string, days: number): string {
  const { year, month, day: date } = calendarDay(dayNumberOf(from) + days);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Whole days from `today` to `until`; 0 on the day itself, negative after it. */
export function daysUntil(until: string, today: string): number {
  return dayNumberOf(until) - dayNumberOf(today);
}

/** The day at an instant (epoch ms) in `zone`, as `YYYY-MM-DD`. */
export function dayOf(atMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs)).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** A file that belongs to a message. Pictures are encoded anew; a PDF is only ever downloaded. */
export const ThreadAttachment = z.strictObject({
  id: z.string().regex(/^a[a-z0-9]{20}$/, 'not the id of an attachment'),
  name: z.string().min(1).max(120),
  type: z.enum(['image/jpeg', 'image/webp', 'application/pdf']),
  sizeBytes: z.int().min(1),
  widthPx: z.int().min(1).optional(),
  heightPx: z.int().min(1).optional(),
});
export type ThreadAttachment = z.infer<typeof ThreadAttachment>;

/** What happened in a thread besides messages, seen by both sides. */
export const ThreadEvent = z.enum(['acknowledged', 'handed-over', 'closed', 'reopened']);
export type ThreadEvent = z.infer<typeof ThreadEvent>;

/** One message or event. `seq` counts from 1 without gaps, so a reader notices what is missing. */
export const ThreadMessage = z.strictObject({
  seq: z.int().min(1),
  from: z.enum(['author', 'hr']),
  /** The person of HR who wrote it, or who took over. */
  by: z.string().max(MAX_NAME_CHARS).optional(),
  at: z.iso.datetime(),
  text: z.string().max(MAX_MESSAGE_CHARS),
  event: ThreadEvent.optional(),
  attachments: z.array(ThreadAttachment).max(MAX_ATTACHMENTS_A_MESSAGE).default([]),
});
export type ThreadMessage = z.infer<typeof ThreadMessage>;

/** A calendar day, `YYYY-MM-DD`. */
export const Day = day;
