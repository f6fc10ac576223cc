/** What is stored of moderation besides the proposals: the house's words and reasons, who wants the digest, and reports of stories. */
import { z } from 'zod';
import { ModerationSettings, ReportWhy } from '@palier/playlists/moderation';
import { StoryId } from '@palier/playlists/story';

/** One document, `moderation`. */
const ModerationRecord = z.strictObject({
  id: z.literal('moderation'),
  settings: ModerationSettings,
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
/** Whether somebody wants the daily letter; absent: moderators do, others do not. The id is theirs. */
const DigestRecord = z.strictObject({ id: z.string(), wanted: z.boolean() });
/** Reports of a story that is nobody's post: marks of devices, which tell nothing of who they are, nor of which reason was whose. */
const StoryReportsRecord = z.strictObject({
  id: StoryId,
  marks: z.array(z.string().max(100)).max(50),
  /** How often which reason was given; absent, or fewer than the marks: noted before reasons were kept. */
  whys: z.partialRecord(ReportWhy, z.int().min(1)).optional(),
  updatedAt: z.iso.datetime(),
  /** Digest of the words that they are about; absent: noted before it was kept, of the words that stand there. */
  words: z.string().max(100).optional(),
  /** It hid the story once: what a moderator showed again is not hidden a second time. */
  hid: z.boolean(),
  /** A moderator has decided since it was hidden. */
  answered: z.literal(true).optional(),
});
export type StoryReportsRecord = z.infer<typeof StoryReportsRecord>;

export const MODERATION_COLLECTIONS = {
  moderation: { schema: ModerationRecord, lookups: {}, topics: ['proposals'] },
  moderationDigests: { schema: DigestRecord, lookups: {}, topics: ['moderationDigests'] },
  storyReports: { schema: StoryReportsRecord, lookups: {}, topics: ['stories'] },
} as const;
