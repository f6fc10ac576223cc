/**
 * What is stored of proposals. No address of a network, no browser. The author's words of return are kept as a digest
 * alone; a mail address, if one was left, sealed. Marks of devices that reported are digests that end with the post.
 */
import { z } from 'zod';
import { DecidedState, Decision, MAX_DECISIONS, ProposalContent, ProposalId } from '@palier/playlists/proposal';
import { Language } from '@palier/playlists/localized';
import { StoryId } from '@palier/playlists/story';

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
  mail: z.string().max(600).optional(),
  language: Language,
  submittedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  storyId: StoryId,
  reports: z
    .array(z.strictObject({ mark: z.string().max(100), at: z.iso.date(), why: z.string().max(60) }))
    .max(50)
    .default([]),
});
export type ProposalRecord = z.infer<typeof ProposalRecord>;

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
} as const;
