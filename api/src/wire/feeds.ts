/** Bodies and answers about sources of stories, what they bring, and topics. */
import { z } from 'zod';
import { MAX_TOPICS, Topic } from '@palier/playlists/audience';
import { SourceId, TopicId } from '@palier/playlists/ids';
import { localized } from '@palier/playlists/localized';
import { plainLine, plainText } from '@palier/playlists/plain-text';
import { Source, SourceTrouble } from '@palier/playlists/source';
import { Story, StoryId, StoryLanguage, StoryState } from '@palier/playlists/story';

const instant = z.iso.datetime();
const { url, site, voice, topics, weight, trusted, enabled } = Source.shape;
/** What is kept is read with wider rules: signs that nobody sees are taken away from now on. */
const name = plainLine(1, 80);
const settable = { site, voice, topics, weight, trusted, enabled };

/** A new source. Without an address its stories are typed in the panel. */
export const SourceDraft = z.strictObject({ name, url, ...settable });
export type SourceDraft = z.input<typeof SourceDraft>;
/** What is left out stays as it is. */
export const SourcePatch = z.strictObject({
  name: name.optional(),
  url,
  site,
  voice: z.enum(['trade', 'corporate']).optional(),
  topics: z.array(TopicId).max(10).optional(),
  weight: z.int().min(1).max(10).optional(),
  trusted: z.boolean().optional(),
  enabled: z.boolean().optional(),
});
export type SourcePatch = z.input<typeof SourcePatch>;

/**
 * Why no wall takes a source: it is switched off; no screen is paired; no audience reads its language, follows its topics,
 * gives it a weight, or the house a share; audiences have its stories for old news; none of their screens has a place for
 * the news; the house alone speaks there; each story has a word that audiences keep away.
 */
export const SourceLack = z.enum([
  'off',
  'screen',
  'language',
  'topics',
  'weight',
  'share',
  'age',
  'feed',
  'alone',
  'words',
]);
export type SourceLack = z.infer<typeof SourceLack>;
export const SourceReach = z.strictObject({
  /** Its stories that at least one screen has in its loop. */
  shown: z.int(),
  /** Those beside them that at least one screen could show next. */
  ready: z.int(),
  /** Where there are none of either though it has stories, live or waiting. */
  lack: SourceLack.optional(),
  /** With the lack `language`: those that its stories are written in. */
  languages: z.array(StoryLanguage).optional(),
});
export type SourceReach = z.infer<typeof SourceReach>;

/** A source and how it is doing. */
export const SourceView = z.strictObject({
  source: Source,
  checkedAt: instant.optional(),
  /** The last good answer. */
  okAt: instant.optional(),
  dueAt: instant.optional(),
  trouble: SourceTrouble.optional(),
  /** What the other server answered, with the trouble `status`. */
  status: z.int().optional(),
  failures: z.int(),
  /** Where it has moved for good, by its own word. */
  movedTo: z.string().optional(),
  /** Its address before it was followed to the present one, and when that was. */
  movedFrom: z.strictObject({ url: z.string(), at: instant }).optional(),
  /** Approved or trusted; `reach` says whether any screen takes them. */
  live: z.int(),
  waiting: z.int(),
  /** Told by another source already. */
  doubles: z.int().default(0),
  /** When its latest article was written; also where that is too old for any screen. */
  newest: instant.optional(),
  reach: SourceReach.default({ shown: 0, ready: 0 }),
});
export type SourceView = z.infer<typeof SourceView>;
export const SourcesAnswer = z.strictObject({
  sources: z.array(SourceView),
  /** Older than so many days, no audience is shown a story. */
  freshDays: z.int(),
  /** What stands in the way of all of them: no screen is paired, or none has a place for the news. */
  lack: SourceLack.extract(['screen', 'feed']).optional(),
});
export type SourcesAnswer = z.infer<typeof SourcesAnswer>;

export const FindFeeds = z.strictObject({ address: z.string().trim().min(3).max(1000) });
export const FoundFeeds = z.strictObject({
  feeds: z.array(
    z.strictObject({
      url: z.string(),
      title: z.string(),
      items: z.int(),
      newest: instant.optional(),
      language: z.string().optional(),
      /** No audience with a screen reads its language. */
      unread: z.literal(true).optional(),
      /** It is among the sources already. */
      known: z.boolean(),
    }),
  ),
  trouble: SourceTrouble.optional(),
  status: z.int().optional(),
});
export type FoundFeeds = z.infer<typeof FoundFeeds>;

/** Lines of a list that are named when they cannot be used. */
export const MAX_NAMED = 20;
export const OpmlImport = z.strictObject({
  opml: z.string().max(2 * 1024 ** 2),
  topics: z.array(TopicId).max(10).default([]),
});
export type OpmlImport = z.input<typeof OpmlImport>;
/** How many were added, were known already, cannot be asked for (`refused`; `unusable` names the first of them), or found no room. */
export const ImportAnswer = z.strictObject({
  added: z.array(SourceId),
  known: z.int(),
  refused: z.int(),
  unusable: z.array(z.string()).max(MAX_NAMED),
  full: z.int(),
});
export type ImportAnswer = z.infer<typeof ImportAnswer>;

export const StarterSetsAnswer = z.strictObject({
  sets: z.array(
    z.strictObject({
      id: z.string(),
      name: localized(40),
      feeds: z.array(z.strictObject({ name: z.string(), url: z.string(), language: z.enum(['fr', 'en']) })),
    }),
  ),
});
/** Without `set`: all of them. */
export const StarterListQuery = z.object({ set: z.string().max(40).optional() });
export const StarterAsked = z.strictObject({
  sets: z.array(z.string().max(40)).min(1).max(20),
  languages: z
    .array(z.enum(['fr', 'en']))
    .min(1)
    .max(2)
    .default(['fr', 'en']),
});
export type StarterAsked = z.input<typeof StarterAsked>;

export const TopicsAnswer = z.strictObject({ topics: z.array(Topic) });
/** All topics, in the order in which they are shown. A new one comes without an id. */
export const TopicsDraft = z.strictObject({
  topics: z.array(z.strictObject({ id: TopicId.optional(), name: Topic.shape.name })).max(MAX_TOPICS),
});
export type TopicsDraft = z.input<typeof TopicsDraft>;

/** `from`: so many of the list are passed over. */
export const StoriesQuery = z.object({
  state: StoryState.optional(),
  source: SourceId.optional(),
  from: z.coerce.number().int().min(0).max(200_000).optional(),
});
export type StoriesQuery = z.infer<typeof StoriesQuery>;
/** The smallest copy of a story's picture, at `/media/<sha256>`. */
export const StoryThumbnail = z.strictObject({
  story: StoryId,
  sha256: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
});
export type StoryThumbnail = z.infer<typeof StoryThumbnail>;
/** What phones reported of a story: how many, and how often which reason, the most frequent first. */
export const StoryReported = z.strictObject({
  story: StoryId,
  count: z.int().min(1),
  /** They hid it: it waits for a moderator. */
  hid: z.boolean(),
  /** Fewer than the count where reports are older than the keeping of reasons. */
  whys: z.array(z.strictObject({ why: z.string(), count: z.int().min(1) })),
});
export type StoryReported = z.infer<typeof StoryReported>;
export const StoriesAnswer = z.strictObject({
  stories: z.array(Story),
  total: z.int(),
  thumbnails: z.array(StoryThumbnail).default([]),
  /** For moderators alone, until somebody has decided. */
  reports: z.array(StoryReported).default([]),
});
export type StoriesAnswer = z.infer<typeof StoriesAnswer>;
/** How many wait for a moderator; `reported`: those of them that reports took off the screens. */
export const StoryCount = z.strictObject({ waiting: z.int().min(0), reported: z.int().min(0) });
export type StoryCount = z.infer<typeof StoryCount>;
/** The words of a story that somebody looked at: a source may tell it anew at any moment. */
export const StoryWords = z.strictObject(Story.pick({ title: true, excerpt: true, url: true }).shape);
export type StoryWords = z.infer<typeof StoryWords>;
export const StoryAct = z.discriminatedUnion('act', [
  /** 409 `story-changed` when other words stand there than `seen`. */
  z.strictObject({ act: z.literal('approve'), seen: StoryWords }),
  /** `until`: a week when it is left out. `seen` as above, if it is given. */
  z.strictObject({ act: z.literal('pin'), until: instant.optional(), seen: StoryWords.optional() }),
  /** `seen` as above, if it is given. */
  z.strictObject({ act: z.literal('block'), seen: StoryWords.optional() }),
  z.strictObject({ act: z.literal('unpin') }),
  /** Takes a decision back: it waits again. Refused when it is not any more what the decision made of it. */
  z.strictObject({ act: z.literal('wait'), from: z.enum(['live', 'blocked']) }),
]);
export type StoryAct = z.infer<typeof StoryAct>;
/** Stories that are decided in one request. */
export const MAX_BULK_STORIES = 50;
const ManyStories = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(MAX_BULK_STORIES);
/** One decision for many that wait; each by itself. What phones reported is refused: it is looked at alone. */
export const BulkStories = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.enum(['approve', 'block']),
    stories: ManyStories(z.strictObject({ id: StoryId, seen: StoryWords })),
  }),
  z.strictObject({
    act: z.literal('wait'),
    from: z.enum(['live', 'blocked']),
    stories: ManyStories(z.strictObject({ id: StoryId })),
  }),
]);
export type BulkStories = z.infer<typeof BulkStories>;
export const StoryRefusal = z.enum(['absent', 'not-here', 'changed', 'decided', 'reported']);
export type StoryRefusal = z.infer<typeof StoryRefusal>;
export const BulkStoriesDone = z.strictObject({
  results: z.array(z.strictObject({ id: StoryId, refused: StoryRefusal.optional() })),
});
export type BulkStoriesDone = z.infer<typeof BulkStoriesDone>;
/** A story that the house writes itself. Topics that are left out are those of its source; none at all are none. */
export const OwnStory = z.strictObject({
  title: plainLine(1, 200),
  excerpt: plainText(0, 600).optional(),
  url: Story.shape.url,
  language: Story.shape.language,
  expiresAt: instant.optional(),
  topics: z.array(TopicId).max(10).optional(),
  /** A picture of the library, and words for who cannot see it. */
  picture: Story.shape.picture,
  alt: plainLine(0, 240).optional(),
});
export type OwnStory = z.output<typeof OwnStory>;
export type OwnStoryInput = z.input<typeof OwnStory>;
