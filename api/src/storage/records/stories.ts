/**
 * What is stored of sources, stories and the mix. Stories lie with their source in one document, newest first: a
 * refresh is one write, and the mix reads them in the order it wants. Screens depend on editions alone.
 */
import { z } from 'zod';
import { Audience, Topic } from '@palier/playlists/audience';
import { AudienceId, SourceId } from '@palier/playlists/ids';
import { MixGroup } from '@palier/playlists/mix';
import { Media } from '@palier/playlists/media';
import { Source, SourceTrouble } from '@palier/playlists/source';
import { Story, StoryId, StoryShown } from '@palier/playlists/story';

/** Live posts of colleagues that are kept in the one document of their source. */
export const MAX_POSTS = 500;

export const SourceRecord = z.strictObject({
  id: SourceId,
  source: Source,
  revision: z.int().min(1),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
/** How a source is doing, apart from what it is: a visit is no change that anybody made. */
export const SourceStateRecord = z.strictObject({
  id: SourceId,
  /** The address that was asked. */
  url: z.string().max(1000),
  /** What it said of itself, to be sent back. */
  etag: z.string().max(1000).optional(),
  lastModified: z.string().max(200).optional(),
  title: z.string().max(200).optional(),
  site: z.string().max(1000).optional(),
  /** Where it has moved for good, by its own word. */
  movedTo: z.string().max(1000).optional(),
  items: z.int().optional(),
  /** When its latest article was written, by its own word; also where that is too old to be taken in. */
  newest: z.iso.datetime().optional(),
  ttlMs: z.number().optional(),
  /** Marks of the items without a date that it had the last time. */
  seen: z.array(z.string().max(16)).max(200).optional(),
  /** It answered for good from another address: since when, and on how many visits so far. */
  moving: z.strictObject({ to: z.string().max(1000), since: z.iso.datetime(), visits: z.int().min(1) }).optional(),
  /** The address it had before it was followed to the present one. */
  movedFrom: z.strictObject({ url: z.string().max(1000), at: z.iso.datetime() }).optional(),
  checkedAt: z.iso.datetime().optional(),
  /** The last good answer. */
  okAt: z.iso.datetime().optional(),
  dueAt: z.iso.datetime(),
  /** In a row. */
  failures: z.int().min(0),
  trouble: SourceTrouble.optional(),
  /** What the other server answered, with the trouble `status`. */
  status: z.int().optional(),
});
export type SourceStateRecord = z.infer<typeof SourceStateRecord>;
/** The id is the source's; of colleagues' posts `colleagues`. */
const StoriesRecord = z.strictObject({ id: SourceId, stories: z.array(Story).max(MAX_POSTS) });
/** One document, `topics`. */
const TopicsRecord = z.strictObject({ id: z.literal('topics'), topics: z.array(Topic).max(60) });
/** One document, `audiences`, in the order in which they are asked. */
const AudiencesRecord = z.strictObject({
  id: z.literal('audiences'),
  audiences: z.array(Audience).max(100),
  revision: z.int().min(1),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
const MixCount = z.strictObject({ trade: z.int().min(0), corporate: z.int().min(0), colleagues: z.int().min(0) });
/** What an audience is shown until the next edition: an order of stories, and what walls need of each. The id is the audience's. */
export const EditionRecord = z.strictObject({
  id: AudienceId,
  madeAt: z.iso.datetime(),
  order: z.array(StoryId).max(60),
  /** Those of the order, and those that playlists show by themselves. */
  stories: z.array(StoryShown).max(160),
  /** Voices with fewer stories than their share needs, or with none. */
  short: z.array(MixGroup).max(3),
  /** How many different stories each voice has, and how many it needs so that none comes again too soon. */
  stock: MixCount.optional(),
  needs: MixCount.optional(),
  /** A digest of what its audience asked for. */
  asked: z.string().max(64).optional(),
});
/** What kiosks proved to have played of the mix on a day of the house's zone. The id is the day. */
export const MixDayRecord = z.strictObject({
  id: z.iso.date(),
  audiences: z.record(AudienceId, MixCount),
  /** Counted again a week later: no play of a screen that was without network comes after that. */
  final: z.boolean(),
});
export type MixDayRecord = z.infer<typeof MixDayRecord>;

const changed = { at: z.iso.datetime(), by: z.string().max(200) };
/** What was changed of the mix, by whom: one stream. The shares of an audience, or whose voice a source is. */
const MixAuditRecord = z.union([
  z.strictObject({
    ...changed,
    audienceId: AudienceId,
    name: z.string().max(60),
    corporatePercent: z.int(),
    colleaguesPercent: z.int(),
    overrideReason: z.string().max(300).optional(),
    /** The audience was taken away, or with more than its share it went to other screens. */
    act: z.enum(['removed', 'moved']).optional(),
  }),
  z.strictObject({ ...changed, sourceId: SourceId, name: z.string().max(80), voice: z.enum(['trade', 'corporate']) }),
]);
export type MixAuditRecord = z.infer<typeof MixAuditRecord>;
/** What was decided of a story, by whom: one stream a month. */
const StoryAuditRecord = z.strictObject({
  at: z.iso.datetime(),
  /** A name; empty: nobody's, i.e. reports. */
  by: z.string().max(200),
  storyId: StoryId,
  sourceId: SourceId,
  title: z.string().max(200),
  /** `wait`: a decision was taken back; `hidden`: by reports; `trusted`: it waited, and went live because its source is trusted now. */
  act: z.enum(['approve', 'block', 'wait', 'pin', 'unpin', 'write', 'edit', 'remove', 'hidden', 'trusted']),
});
export type StoryAuditRecord = z.infer<typeof StoryAuditRecord>;
export const STORY_LOGS = { storyAudit: { schema: StoryAuditRecord }, mixAudit: { schema: MixAuditRecord } } as const;

export const STORY_COLLECTIONS = {
  sources: { schema: SourceRecord, lookups: {}, topics: ['sources'] },
  sourceStates: { schema: SourceStateRecord, lookups: {}, topics: ['sourceStates'] },
  sourceStories: {
    schema: StoriesRecord,
    lookups: {
      story: { unique: false, of: (record: z.infer<typeof StoriesRecord>) => record.stories.map(({ id }) => id) },
    },
    topics: ['stories'],
  },
  topics: { schema: TopicsRecord, lookups: {}, topics: ['audiences'] },
  audiences: { schema: AudiencesRecord, lookups: {}, topics: ['audiences', 'content'] },
  mixDays: { schema: MixDayRecord, lookups: {}, topics: ['mixDays'] },
  editions: { schema: EditionRecord, lookups: {}, topics: ['editions', 'content'] },
  /** Pictures and films of stories: never in the library, served and sent to screens as its files are. Names begin with `stories/` or `posts/`. */
  storyMedia: {
    schema: Media,
    lookups: {
      content: {
        unique: false,
        of: (media: Media) => [media.sha256, ...(media.variants ?? []).map((one) => one.sha256)],
      },
    },
    topics: ['stories', 'content'],
  },
} as const;
