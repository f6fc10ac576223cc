/**
 * Stories: what the mix is made of. Trade news and corporate news come from sources, colleagues' posts from approved
 * proposals; on the way to a wall they are the same thing. A story is text and one picture: nothing in it is HTML.
 */
import { z } from 'zod';
import { SourceId, TopicId } from './ids.ts';
import { localized } from './localized.ts';
import { MediaName } from './media.ts';
import { MixGroup } from './mix.ts';

/** Names a story, and its page: `/f/<id>`. Eight signs without look-alikes. */
export const StoryId = z
  .string()
  .regex(/^[a-hj-km-np-z2-9]{8}$/, 'not the address of a story')
  .brand<'StoryId'>();
export type StoryId = z.infer<typeof StoryId>;

/**
 * Where a story stands. `waiting`: a moderator has not looked yet, or was asked to look again. `live`: may be shown.
 * `blocked`: a moderator took it off; it stays known, so that its source does not bring it back. `double`: another source
 * tells the same; it comes when that one goes.
 */
export const StoryState = z.enum(['waiting', 'live', 'blocked', 'double']);
export type StoryState = z.infer<typeof StoryState>;

/** The language a story is written in, as far as known. Others than those of the house are not shown on screens by default. */
export const StoryLanguage = z.string().regex(/^[a-z]{2,3}$/);

/** Everything known of a story. Texts are plain: entities resolved, marks removed, white space single. */
export const Story = z.strictObject({
  id: StoryId,
  voice: MixGroup,
  /** Where it came from; of a colleague's post the reserved source `colleagues`. */
  sourceId: SourceId,
  /** Said beside it: the source's name, or whom the post is credited to ("Une collègue de la production"). */
  credit: z.string().trim().min(1).max(80),
  title: z.string().trim().min(1).max(200),
  /** An excerpt, never the whole article. */
  excerpt: z.string().trim().max(600).optional(),
  /** The article, where one reads on. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
  language: StoryLanguage.optional(),
  publishedAt: z.iso.datetime(),
  /** Its source said no date, or one that is yet to come: `publishedAt` is then the day on which it was first seen. */
  undated: z.literal(true).optional(),
  /** From this instant on it is not shown, e.g. the "until when" of a post. */
  expiresAt: z.iso.datetime().optional(),
  topics: z.array(TopicId).max(10).default([]),
  picture: MediaName.optional(),
  /** Of a post: its further pictures, for the phone. */
  morePictures: z.array(MediaName).max(3).optional(),
  /** Of a post: its short film. */
  video: MediaName.optional(),
  /** Words for who cannot see the picture. */
  alt: z.string().trim().max(240).optional(),
  state: StoryState,
  /** Somebody read these very words and approved them: it does not wait again. */
  approved: z.literal(true).optional(),
  /** Pinned stories come first until then. */
  pinnedUntil: z.iso.datetime().optional(),
});
export type Story = z.infer<typeof Story>;

/** The reserved source of colleagues' posts. */
export const COLLEAGUES = SourceId.parse('colleagues');

/** What a wall shows of a story. The server fills it in. */
export const StoryShown = z.strictObject({
  id: StoryId,
  voice: MixGroup,
  title: z.string().max(200),
  excerpt: z.string().max(600).optional(),
  credit: z.string().max(80),
  language: StoryLanguage.optional(),
  publishedAt: z.iso.datetime(),
  undated: z.literal(true).optional(),
  expiresAt: z.iso.datetime().optional(),
  /** The first of its topics, in words. */
  topic: localized(40).optional(),
  picture: MediaName.optional(),
  video: MediaName.optional(),
  alt: z.string().max(240).optional(),
  /** Further pictures, which the phone shows. */
  more: z.int().min(1).max(3).optional(),
  /** The page on the phone with the mark of the audience, and the address to type without it. */
  url: z.string().max(300),
  label: z.string().max(80),
});
export type StoryShown = z.infer<typeof StoryShown>;
