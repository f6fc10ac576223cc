/**
 * What the store holds of threads: ciphertext, and as little beside it as the work needs. In clear are a random id, a
 * random pseudonym, whose turn it is, whether an answer waits, how many messages there are, and the day of deletion.
 * No time finer than that day, no topic, no name, no address. api/src/threads/README.md says why each is there.
 */
import { z } from 'zod';
import { UserId } from '@palier/playlists/ids';
import { localized } from '@palier/playlists/localized';
import { Pseudonym, pseudonymKey } from '@palier/playlists/pseudonym';
import { CannedReply, TalkSettings } from '@palier/playlists/talk-settings';
import { Day, MAX_MESSAGES, MAX_NOTES, ThreadId, ThreadState } from '@palier/playlists/thread';
import { ThreadCall } from '@palier/playlists/thread-call';
import { ThreadAudit } from '@palier/playlists/thread-views';

/** Base64; the longest is a piece of a file. */
const sealed = z.string().min(1).max(200_000);
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

export const ThreadRecord = z.strictObject({
  id: ThreadId,
  /** Derived from the receipt, and from nothing else; one cannot go back. */
  lookup: hex32,
  pseudonym: Pseudonym,
  state: ThreadState,
  waitsFor: z.enum(['hr', 'author', 'nobody']),
  /** The author has not read the last answer: the call back counts these. */
  answerUnread: z.boolean(),
  deleteOn: Day,
  messages: z.int().min(0).max(MAX_MESSAGES),
  notes: z.int().min(0).max(MAX_NOTES),
  /** Which key of the inbox `toInbox` was sealed to. */
  generation: z.int().min(1),
  /** The thread's key, sealed to the receipt. */
  toReceipt: sealed,
  /** The thread's key and HR's own key beside it, sealed to the inbox. */
  toInbox: sealed,
  /** Topic, name, times, marks and the end of the chain, under the thread's key. */
  head: sealed,
  /** HR's handling and the end of the chain of notes, under HR's key. */
  desk: sealed,
});
export type ThreadRecord = z.infer<typeof ThreadRecord>;

/** A file of a thread. Its name, kind and exact size are sealed; its content lies in the log, in pieces. */
export const ThreadFileRecord = z.strictObject({
  id: z.string().regex(/^a[a-z0-9]{20}$/),
  threadId: ThreadId,
  pieces: z.int().min(1).max(200),
  /** No message names it yet; it goes the day after. */
  loose: z.boolean(),
  addedOn: Day,
  sealed,
});
export type ThreadFileRecord = z.infer<typeof ThreadFileRecord>;

/** A message, a note or a piece of a file. */
export const SealedRecord = z.strictObject({ sealed });

/** A generation of the inbox's key. The private half is sealed to each member and to the printed recovery key. */
export const InboxKeyRecord = z.strictObject({
  id: z.string().regex(/^\d{1,6}$/),
  publicKey: z.base64().max(64),
  sealedTo: z.array(z.strictObject({ member: z.string().max(64), publicKey: z.base64().max(64), sealed })).max(101),
  /** Over the members' public keys, under a key made from the private half: nobody is slipped in. */
  mac: z.base64().max(64),
});
export type InboxKeyRecord = z.infer<typeof InboxKeyRecord>;

/** A member's own key. The private half is sealed with what argon2id makes of the passphrase; that of `recovery` is nowhere. */
export const InboxMemberRecord = z.strictObject({
  id: z.union([UserId, z.literal('recovery')]),
  state: z.enum(['member', 'asked']),
  publicKey: z.base64().max(64),
  salt: z.base64().max(64).optional(),
  wrapped: sealed.optional(),
});
export type InboxMemberRecord = z.infer<typeof InboxMemberRecord>;

/** One document: settings of the conversations, the installation's salt, and how long answers took, without whose. */
export const TalkRecord = z.strictObject({
  id: z.literal('talk'),
  salt: z.base64().max(64),
  settings: TalkSettings,
  replies: z.array(CannedReply).max(100),
  /** Working hours until the latest first answers, shuffled. */
  answeredHours: z.array(z.number().min(0)).max(50),
  /** Of each of the last weeks, how many answers were given and how many in the promised time: sums of a whole week. */
  answeredWeeks: z
    .array(z.strictObject({ week: z.string().regex(/^\d{4}-W\d{2}$/), answers: z.int(), inTime: z.int() }))
    .max(12)
    .default([]),
});
export type TalkRecord = z.infer<typeof TalkRecord>;

/** What the screens may say of waiting answers; see playlists/src/thread-call.ts. */
export const ThreadCallRecord = z.strictObject({ id: z.literal('call'), call: ThreadCall });

/** "We heard, we did": words for everybody, without the theme they came from. */
export const ThreadCardRecord = z.strictObject({
  id: z.string().max(64),
  heard: localized(120),
  did: localized(600),
  madeOn: Day,
});
export type ThreadCardRecord = z.infer<typeof ThreadCardRecord>;

export const AuditRecord = ThreadAudit;

export const THREAD_COLLECTIONS = {
  threads: {
    schema: ThreadRecord,
    lookups: {
      receipt: { unique: true, of: (thread: ThreadRecord) => [thread.lookup] },
      pseudonym: { unique: false, of: (thread: ThreadRecord) => [pseudonymKey(thread.pseudonym)] },
    },
    topics: ['threads'],
  },
  threadFiles: {
    schema: ThreadFileRecord,
    lookups: { thread: { unique: false, of: (file: ThreadFileRecord) => [file.threadId] } },
    topics: ['threads'],
  },
  inboxKeys: { schema: InboxKeyRecord, lookups: {}, topics: ['inbox'] },
  inboxMembers: { schema: InboxMemberRecord, lookups: {}, topics: ['inbox'] },
  talk: { schema: TalkRecord, lookups: {}, topics: ['talk'] },
  threadCards: { schema: ThreadCardRecord, lookups: {}, topics: ['talk'] },
  threadCalls: { schema: ThreadCallRecord, lookups: {}, topics: ['content'] },
} as const;

export const THREAD_LOGS = {
  /** One stream a thread. */
  threadMessages: { schema: SealedRecord },
  threadNotes: { schema: SealedRecord },
  /** One stream a file. */
  threadPieces: { schema: SealedRecord },
  /** One stream a month, `2026-11`. */
  threadAudit: { schema: AuditRecord },
} as const;
