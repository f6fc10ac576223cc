/**
 * What the two sides of a thread see. The author's view is answered to the holder of a receipt, the inbox's only to a
 * session of role `hr` that has unlocked the inbox. Neither is ever stored.
 */
import { z } from 'zod';
import { UserId } from './ids.ts';
import { localized } from './localized.ts';
import { Pseudonym } from './pseudonym.ts';
import {
  Day,
  ThreadAttachment,
  ThreadId,
  ThreadMessage,
  ThreadPriority,
  ThreadState,
  ThreadTheme,
  ThreadTopic,
} from './thread.ts';

const instant = z.iso.datetime();

/** When an answer may come. `late`: that moment has passed. */
export const ExpectedView = z.strictObject({
  by: instant,
  basis: z.enum(['measured', 'promised']),
  late: z.boolean().default(false),
});
export type ExpectedView = z.infer<typeof ExpectedView>;

/** `GET /api/public/talk`: what the page says before anything is typed. */
export const TalkView = z.strictObject({
  /** New threads are taken: HR has set up its inbox and leaves it open. */
  open: z.boolean(),
  organisation: z.string(),
  /** The organisation's zone: phones without scripts are told times in it. */
  zone: z.string(),
  topics: z.array(z.strictObject({ topic: ThreadTopic, retentionDays: z.int() })),
  expected: ExpectedView.optional(),
  contact: localized(240).optional(),
  signpost: localized(1200).optional(),
  signpostUrl: z.string().optional(),
  /** How hard the proof of work is just now; see `TalkChallenge`. */
  limits: z.strictObject({
    messageChars: z.int(),
    attachmentBytes: z.int(),
    attachmentsAMessage: z.int(),
    nameChars: z.int(),
    receiptWords: z.int(),
    idleMinutes: z.int(),
  }),
});
export type TalkView = z.infer<typeof TalkView>;

/**
 * A riddle that costs the sender a moment and the server nothing: find a whole number `n` so that SHA-256 of the text
 * `<challenge>:<n>` (UTF-8, n in decimal) begins with `bits` zero bits. Sent back as `{challenge, n}`, within its time.
 */
export const TalkChallenge = z.strictObject({
  challenge: z.string().max(200),
  bits: z.int().min(0).max(32),
  expiresAt: instant,
});
export type TalkChallenge = z.infer<typeof TalkChallenge>;

/** The receipt while it is new: shown once, then only its holder has it. `ask`: which words to type back, counted from 1. */
export const ReceiptView = z.strictObject({
  words: z.array(z.string()),
  ask: z.array(z.int().min(1)).length(2),
  /** Both asked words have been typed back: the first message may be sent. */
  confirmed: z.boolean(),
  expiresAt: instant,
});
export type ReceiptView = z.infer<typeof ReceiptView>;

/** A thread as its author sees it. */
export const ThreadView = z.strictObject({
  pseudonym: Pseudonym,
  name: z.string().optional(),
  topic: ThreadTopic,
  state: ThreadState,
  openedAt: instant,
  messages: z.array(ThreadMessage),
  /** The last message that the author, and that HR, has seen. */
  readByAuthor: z.int().min(0),
  readByHr: z.int().min(0),
  /** HR has said that it read the thread, by an answer or on purpose. */
  acknowledged: z.boolean(),
  acknowledgeBy: Day,
  /** Present while HR is to answer. */
  expected: ExpectedView.optional(),
  /** Gone for good on this day unless something is written before; and how many days that is away. */
  deleteOn: Day,
  deleteInDays: z.int(),
  /** Something is missing or was changed in the store since it was written. */
  damaged: z.boolean().default(false),
  /** The session in which the thread is open ends at this time unless it is used. */
  closesAt: instant,
  canWrite: z.boolean(),
});
export type ThreadView = z.infer<typeof ThreadView>;

/** `event: thread` on the author's stream: a wake-up. `seq` is the last message there is. */
export const ThreadNews = z.strictObject({
  seq: z.int().min(0),
  readByHr: z.int().min(0),
  state: ThreadState,
  /** The thread is gone, or the session has ended. */
  gone: z.boolean().default(false),
});
export type ThreadNews = z.infer<typeof ThreadNews>;

/** One person of HR and the inbox. `asked`: waits to be admitted by a member who has unlocked it. */
export const InboxMember = z.strictObject({
  userId: UserId,
  name: z.string(),
  state: z.enum(['member', 'asked', 'outside']),
});
export type InboxMember = z.infer<typeof InboxMember>;

/** `GET /api/inbox`: the inbox and the one who asks. */
export const InboxView = z.strictObject({
  setUp: z.boolean(),
  /** Whether the one who asks can unlock it. */
  self: z.enum(['member', 'asked', 'outside']),
  unlocked: z.boolean(),
  /** When it locks by itself unless it is used; present while unlocked. */
  locksAt: instant.optional(),
  /** Six groups that stand for the inbox's public key: the same on the printed recovery sheet. */
  fingerprint: z.string().optional(),
  members: z.array(InboxMember),
  /** Someone left since the key was made: it changes at the next unlocking. */
  rotationDue: z.boolean(),
  /** Letters can go out from this server. */
  mail: z.boolean().default(false),
  /** Headers opened so far, of how many; lists and search are complete once they are equal. */
  progress: z.strictObject({ opened: z.int(), of: z.int() }).optional(),
});
export type InboxView = z.infer<typeof InboxView>;

/** Printed once: opens the inbox when all passphrases are lost. */
export const InboxRecovery = z.strictObject({ recovery: z.string(), fingerprint: z.string() });
export type InboxRecovery = z.infer<typeof InboxRecovery>;

/** How HR handles a thread. All of it is sealed. */
export const ThreadHandling = z.strictObject({
  assignee: UserId.optional(),
  team: z.string().max(32).optional(),
  priority: ThreadPriority.default('normal'),
  snoozedUntil: instant.optional(),
  themes: z.array(ThreadTheme).max(8).default([]),
});
export type ThreadHandling = z.infer<typeof ThreadHandling>;

/** One line of the inbox. */
export const InboxRow = z.strictObject({
  id: ThreadId,
  pseudonym: Pseudonym,
  name: z.string().optional(),
  topic: ThreadTopic,
  /** The beginning of the last message. */
  excerpt: z.string(),
  state: ThreadState,
  messages: z.int(),
  waitsFor: z.enum(['hr', 'author', 'nobody']),
  /** Since when HR is waited for. */
  waitingSince: instant.optional(),
  lastAt: instant,
  /** HR has not seen the last message. */
  unread: z.boolean(),
  /** The author has not seen the last answer. */
  answerUnread: z.boolean(),
  handling: ThreadHandling,
  /** By when it is to be acknowledged; absent once it is. */
  acknowledgeBy: Day.optional(),
  overdue: z.boolean(),
  deleteOn: Day,
});
export type InboxRow = z.infer<typeof InboxRow>;

/** The queues of the inbox. */
export const InboxQueue = z.enum(['waiting', 'mine', 'unassigned', 'snoozed', 'answered', 'closed', 'all']);
export type InboxQueue = z.infer<typeof InboxQueue>;

/** A page of the inbox. `next` is the value of `after` for the following one. */
export const InboxPage = z.strictObject({
  threads: z.array(InboxRow),
  next: z.string().optional(),
  /** Of what is opened so far; see `InboxView.progress`. */
  counts: z.record(InboxQueue, z.int()),
  progress: z.strictObject({ opened: z.int(), of: z.int() }),
});
export type InboxPage = z.infer<typeof InboxPage>;

/** A private note, or something that happened in HR's handling; never shown to the author. */
export const ThreadNote = z.strictObject({
  seq: z.int().min(1),
  by: z.string(),
  at: instant,
  text: z.string(),
  /** What was done, e.g. "assignee"; absent for a note. */
  did: z.enum(['handled', 'opened', 'closed', 'blocked', 'reopened']).optional(),
  /** The handling from then on, where it changed. */
  handling: ThreadHandling.optional(),
});
export type ThreadNote = z.infer<typeof ThreadNote>;

/** A thread as HR sees it. */
export const InboxThreadView = z.strictObject({
  row: InboxRow,
  openedAt: instant,
  messages: z.array(ThreadMessage),
  notes: z.array(ThreadNote),
  readByAuthor: z.int().min(0),
  readByHr: z.int().min(0),
  acknowledged: z.boolean(),
  expected: ExpectedView.optional(),
  damaged: z.boolean().default(false),
  attachments: z.array(ThreadAttachment),
});
export type InboxThreadView = z.infer<typeof InboxThreadView>;

/** `event: inbox` on HR's stream: which threads moved. More than 600 at once: none is named (`many`), read the list anew. */
export const InboxNews = z.strictObject({
  threads: z.array(z.strictObject({ id: ThreadId, seq: z.int() })),
  many: z.boolean().default(false),
  locked: z.boolean().default(false),
  progress: z.strictObject({ opened: z.int(), of: z.int() }).optional(),
});
export type InboxNews = z.infer<typeof InboxNews>;

/** `GET /api/threads/counts`: all that an administrator sees of threads. */
export const ThreadCounts = z.strictObject({
  setUp: z.boolean(),
  members: z.int(),
  threads: z.int(),
  waiting: z.int(),
  /** Older than their day of deletion: more than none for a day means that the job does not run. */
  overdueDeletion: z.int(),
});
export type ThreadCounts = z.infer<typeof ThreadCounts>;

/** Who opened what, and when. It names threads by pseudonym and holds nothing of them. */
export const ThreadAudit = z.strictObject({
  at: instant,
  userId: UserId,
  name: z.string(),
  did: z.enum([
    'set-up',
    'unlocked',
    'unlock-failed',
    'locked',
    'recovered',
    'asked',
    'admitted',
    'removed',
    'rotated',
    'opened',
    'attachment',
    'searched',
    'blocked',
    'closed',
    'handed-over',
  ]),
  pseudonym: Pseudonym.optional(),
});
export type ThreadAudit = z.infer<typeof ThreadAudit>;

/** A theme and how many threads carry it. */
export const ThemeCount = z.strictObject({ theme: ThreadTheme, threads: z.int(), ready: z.boolean() });
export type ThemeCount = z.infer<typeof ThemeCount>;
