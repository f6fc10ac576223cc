/** Stories on phones, share kits, and what is counted of them. Must not import anything of the server. */
import { z } from 'zod';
import { AudienceMark } from '@palier/playlists/audience';
import { AudienceId, Sha256, TopicId } from '@palier/playlists/ids';
import { Language, localized } from '@palier/playlists/localized';
import { MediaType } from '@palier/playlists/media';
import { MixGroup } from '@palier/playlists/mix';
import { Reaction } from '@palier/playlists/reaction';
import { plainText } from '@palier/playlists/plain-text';
import { ProposeView } from '@palier/playlists/proposal-views';
import { MAX_OWN_TEXT, Network, ShareKit, ShareWay } from '@palier/playlists/share';
import { StoryId, StoryLanguage } from '@palier/playlists/story';

const instant = z.iso.datetime();

/** A picture in the size of a phone. */
export const PublicPicture = z.strictObject({
  sha256: Sha256,
  url: z.string(),
  type: MediaType,
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  /** Words for who cannot see it, where its author wrote some. */
  alt: z.string().optional(),
});
export type PublicPicture = z.infer<typeof PublicPicture>;

/** A story as a phone shows it. */
export const PublicStory = z.strictObject({
  id: StoryId,
  voice: MixGroup,
  title: z.string(),
  excerpt: z.string().optional(),
  credit: z.string(),
  /** The article, and whose site that is. */
  url: z.string().optional(),
  host: z.string().optional(),
  language: StoryLanguage.optional(),
  publishedAt: instant,
  /** Its source says no date: then it is the day on which it was first seen. */
  undated: z.literal(true).optional(),
  topics: z.array(localized(40)),
  /** The first is the one that screens show. */
  pictures: z.array(PublicPicture).max(4),
  video: z.strictObject({ url: z.string(), type: MediaType, alt: z.string().optional() }).optional(),
  /** Only those of which enough people said so. */
  reactions: z.array(z.strictObject({ kind: Reaction, atLeast: z.int().min(1) })),
  sharing: z.boolean(),
});
export type PublicStory = z.infer<typeof PublicStory>;

/** A story in a feed. */
export const FeedCard = z.strictObject({
  id: StoryId,
  title: z.string(),
  excerpt: z.string().optional(),
  credit: z.string(),
  language: StoryLanguage.optional(),
  publishedAt: instant,
  undated: z.literal(true).optional(),
});
export type FeedCard = z.infer<typeof FeedCard>;

export const FeedGroup = z.strictObject({
  kind: z.enum(['colleagues', 'topic', 'other', 'corporate']),
  /** Of a topic. */
  name: localized(40).optional(),
  stories: z.array(FeedCard),
});
export type FeedGroup = z.infer<typeof FeedGroup>;

const AudienceName = z.strictObject({ id: AudienceId, name: z.string(), mark: AudienceMark });
const TopicName = z.strictObject({ id: TopicId, name: localized(40) });
export const FeedAnswer = z.strictObject({
  audiences: z.array(AudienceName),
  /** Whose feed this is; absent: the whole house's. */
  audience: AudienceName.optional(),
  /** Those of which it has stories, whichever is chosen. */
  topics: z.array(TopicName),
  /** The one that was chosen; its stories alone are in the groups. */
  topic: TopicName.optional(),
  groups: z.array(FeedGroup),
});
export type FeedAnswer = z.infer<typeof FeedAnswer>;

export const FeedQuery = z.object({
  screen: z.string().max(64).optional(),
  /** Its id, or its mark as addresses on walls carry it. */
  audience: z.string().max(64).optional(),
  topic: z.string().max(64).optional(),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

export const ReactionGiven = z.strictObject({ kind: Reaction });
export type ReactionGiven = z.infer<typeof ReactionGiven>;
/** `counted: false`: this address said so very often in a short time, and this once it was not counted. */
export const ReactionTaken = z.strictObject({ counted: z.boolean() });
export type ReactionTaken = z.infer<typeof ReactionTaken>;

export const KitQuery = z.object({ language: Language.default('fr') });

/** What a phone needs to share a story. */
export const PublicKit = z.strictObject({
  story: PublicStory,
  organisation: z.string(),
  language: Language,
  /** Those that may still be given out today, the least used first. */
  texts: z.array(z.strictObject({ index: z.int().min(0), text: z.string() })),
  /** Nothing is offered any more today: one is asked to write. */
  spent: z.boolean(),
  disclosure: z.string(),
  /** Whether it says of itself that one works there: always, unless the story is about somebody else. */
  discloses: z.boolean(),
  /** Whether there is an address to share that somebody outside the house can open. */
  linked: z.boolean(),
  /** Whether its pictures are the house's or a colleague's, and may go along; another site's are not ours to hand out. */
  handsOut: z.boolean(),
  /** The published social-media charter. */
  charter: ProposeView.shape.charter,
  /** Tells this rendered page from others, so that a text it takes again is one text; says nothing of who reads it. */
  mark: z.string(),
});
export type PublicKit = z.infer<typeof PublicKit>;

/** A text is about to leave the page, by one of the ways. */
export const ShareWanted = z.strictObject({
  way: ShareWay,
  text: plainText(1, MAX_OWN_TEXT),
  disclose: z.boolean().default(false),
  language: Language.default('fr'),
  /** For Mastodon: where the account is. */
  instance: z.string().max(200).optional(),
  /** Of the page that asks; without one, every taking of a suggested text counts. */
  mark: z.string().max(200).optional(),
});
export type ShareWanted = z.infer<typeof ShareWanted>;

/** The text as it is shared, and the network's page with it. Absent `url`: there is none, copy the text. */
export const ShareMade = z.strictObject({
  way: ShareWay,
  text: z.string(),
  link: z.string().optional(),
  url: z.string().optional(),
  /** Signs more than the network takes: then there is no page, and nothing was counted. */
  over: z.int().min(0),
});
export type ShareMade = z.infer<typeof ShareMade>;

/** A week's story with its kit, for the panel. */
export const KitView = z.strictObject({
  id: StoryId,
  voice: MixGroup,
  title: z.string(),
  credit: z.string(),
  url: z.string().optional(),
  language: Language,
  publishedAt: instant,
  undated: z.literal(true).optional(),
  /** The page on the phone. */
  page: z.string(),
  allowed: z.boolean(),
  /** Written by somebody; empty: the suggestions stand. */
  texts: z.array(z.string()),
  suggestions: z.array(z.string()),
  link: z.string().optional(),
  /** Without such a link: whether its article or its page can be opened outside the house. */
  reachable: z.boolean(),
  written: z.strictObject({ at: instant, by: z.string() }).optional(),
  /** "At least so many" in the last four weeks; absent up to five. */
  opens: z.int().optional(),
  shares: z.int().optional(),
  ways: z.array(z.strictObject({ way: ShareWay, atLeast: z.int() })),
});
export type KitView = z.infer<typeof KitView>;

export const KitsAnswer = z.strictObject({
  stories: z.array(KitView),
  /** There are more stories this week than are answered here. */
  truncated: z.boolean(),
});
export type KitsAnswer = z.infer<typeof KitsAnswer>;

export { Network, ShareKit };
/** A kit as it is written. */
export type ShareKitInput = z.input<typeof ShareKit>;
