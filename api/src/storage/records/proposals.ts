/**
 * What is stored of proposals. No address of a network, no browser. The author's words of return are kept as a digest
 * alone; a mail address, if one was left, sealed. Marks of devices that reported are digests that end with the post.
 */
import { z } from 'zod';
import { DecidedState, Decision, MAX_DECISIONS, ProposalContent, ProposalId } from '@palier/playlists/proposal';
import { Sha256 } from '@palier/playlists/ids';
import { Language } from '@palier/playlists/localized';
import { Media, MediaName } from '@palier/playlists/media';
import { StoryId } from '@palier/playlists/story';

/** Where it stood before the last decision, for as long as that can be taken back. */
const BeforeDecision = z.strictObject({
  /** The instant of that decision, and whose it was. */
  at: z.iso.datetime(),
  userId: z.string(),
  /** Of the words that were decided on; absent: noted before revisions were. */
  revision: z.int().min(1).optional(),
  decided: DecidedState,
  hidden: z.boolean(),
  approved: z.strictObject({ content: ProposalContent, revision: z.int().min(1) }).optional(),
  fromAt: z.iso.datetime().optional(),
  untilAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
});

export const ProposalRecord = z.strictObject({
  id: ProposalId,
  /** What the author (or a moderator) wrote last. `revision` grows with each change of it. */
  content: ProposalContent,
  revision: z.int().min(1),
  decided: DecidedState,
  hidden: z.boolean().default(false),
  /** What a moderator approved last: an edit of it waits beside it, and the difference is shown. */
  approved: z.strictObject({ content: ProposalContent, revision: z.int().min(1) }).optional(),
  decisions: z.array(Decision).max(MAX_DECISIONS),
  /** Who looks at it now, until when. */
  claim: z.strictObject({ userId: z.string(), name: z.string(), until: z.iso.datetime() }).optional(),
  /** Digest of what opens its status page. */
  keyHash: z.string().max(100),
  /** Whose account made it in the panel; nobody approves their own. */
  userId: z.string().optional(),
  /** Other accounts that edited it as its author; they approve it no more than the first. */
  otherUserIds: z.array(z.string()).max(100).optional(),
  mail: z.string().max(600).optional(),
  language: Language,
  submittedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  storyId: StoryId,
  undo: BeforeDecision.optional(),
  /** When it may be on screens at the earliest, and from when on its time is over: of a waiting one, its patience. */
  fromAt: z.iso.datetime().optional(),
  untilAt: z.iso.datetime().optional(),
  /** When a screen was first seen to show these words; gone with the next decision. */
  shownAt: z.iso.datetime().optional(),
  /** When it was declined or withdrawn, or its end was noted: some time later all of it is removed. */
  endedAt: z.iso.datetime().optional(),
  /** Each of a device and a revision of the words: who reported the old ones may report the new. */
  reports: z
    .array(
      z.strictObject({
        mark: z.string().max(100),
        at: z.iso.date(),
        why: z.string().max(60),
        revision: z.int().min(1).default(1),
      }),
    )
    .max(50)
    .default([]),
});
export type ProposalRecord = z.infer<typeof ProposalRecord>;

/** What is being written on a phone: its files may come before its words. The id is the digest of its key. */
const ProposalDraftRecord = z.strictObject({ id: Sha256, begunAt: z.iso.datetime() });

/** A picture or film of a proposal, made anew. It is nobody else's before a moderator has approved it: no screen knows it. */
export const ProposalFileRecord = z.strictObject({
  id: MediaName,
  media: Media,
  /** The digest of the key under which it came. */
  keyHash: z.string().max(100),
  addedAt: z.iso.datetime(),
});
export type ProposalFileRecord = z.infer<typeof ProposalFileRecord>;

/** Every decision again, one stream a month: it outlasts the proposal, and says nothing of its words. */
export const ProposalAuditRecord = z.strictObject({ proposalId: ProposalId, ...Decision.omit({ reason: true }).shape });

export const PROPOSAL_LOGS = { proposalAudit: { schema: ProposalAuditRecord } } as const;

export const PROPOSAL_COLLECTIONS = {
  proposals: {
    schema: ProposalRecord,
    lookups: {
      key: { unique: true, of: (record: ProposalRecord) => [record.keyHash] },
      story: { unique: true, of: (record: ProposalRecord) => [record.storyId] },
      state: { unique: false, of: (record: ProposalRecord) => [record.decided] },
    },
    topics: ['proposals'],
  },
  proposalDrafts: { schema: ProposalDraftRecord, lookups: {}, topics: ['proposalFiles'] },
  proposalFiles: {
    schema: ProposalFileRecord,
    lookups: {
      key: { unique: false, of: (file: ProposalFileRecord) => [file.keyHash] },
      content: {
        unique: false,
        of: ({ media }: ProposalFileRecord) => [media.sha256, ...(media.variants ?? []).map((one) => one.sha256)],
      },
    },
    topics: ['proposalFiles'],
  },
} as const;
