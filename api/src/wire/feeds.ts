/** Bodies and answers about sources of stories, what they bring, and topics. */
import { z } from 'zod';
import { MAX_TOPICS, Topic } from '@palier/playlists/audience';
import { SourceId, TopicId } from '@palier/playlists/ids';
import { localized } from '@palier/playlists/localized';
import { plainLine, plainText } from '@palier/playlists/plain-text';
import { Source, SourceTrouble } from '@palier/playlists/source';
import { Story, StoryId, StoryState } from '@palier/playlists/story';

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
  live: z.int(),
  waiting: z.int(),
  /** Told by another source already. */
  doubles: z.int().default(0),
  /** When its latest article was written; also where that is too old for any screen. */
  newest: instant.optional(),
});
export type SourceView = z.infer<typeof SourceView>;
export const SourcesAnswer = z.strictObject({
  sources: z.array(SourceView),
  /** Older than so many days, no audience is shown a story. */
  freshDays: z.int(),
});

export const FindFeeds = z.strictObject({ address: z.string().trim().min(3).max(1000) });
export const FoundFeeds = z.strictObject({
  feeds: z.array(
    z.strictObject({
      url: z.string(),
      title: z.string(),
      items: z.int(),
      newest: instant.optional(),
      language: z.string().optional(),
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

export const StoriesQuery = z.object({ state: StoryState.optional(), source: SourceId.optional() });
export type StoriesQuery = z.infer<typeof StoriesQuery>;
/** The smallest copy of a story's picture, at `/media/<sha256>`. */
export const StoryThumbnail = z.strictObject({
  story: StoryId,
  sha256: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
});
export type StoryThumbnail = z.infer<typeof StoryThumbnail>;
export const StoriesAnswer = z.strictObject({
  stories: z.array(Story),
  total: z.int(),
  thumbnails: z.array(StoryThumbnail).default([]),
});
/** The words of a story that somebody looked at: a source may tell it anew at any moment. */
export const StoryWords = z.strictObject(Story.pick({ title: true, excerpt: true, url: true }).shape);
export type StoryWords = z.infer<typeof StoryWords>;
export const StoryAct = z.discriminatedUnion('act', [
  /** 409 `story-changed` when other words stand there than `seen`. */
  z.strictObject({ act: z.literal('approve'), seen: StoryWords }),
  /** `until`: a week when it is left out. `seen` as above, if it is given. */
  z.strictObject({ act: z.literal('pin'), until: instant.optional(), seen: StoryWords.optional() }),
  z.strictObject({ act: z.enum(['block', 'unpin']) }),
]);
export type StoryAct = z.infer<typeof StoryAct>;
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
