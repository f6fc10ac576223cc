/** Topics, and audiences: which screens hear of which topics, from whom, in which shares. Pure data and one look-up. */
import { z } from 'zod';
import { AudienceId, SourceId, TopicId } from './ids.ts';
import { Language, localized } from './localized.ts';
import { MixShares } from './mix.ts';
import { plainLine } from './plain-text.ts';
import { Target, targets, type Screen } from './screen.ts';

/** What a story is about, usually a trade: engineering, sales, HR, legal, finance, production ... */
export const Topic = z.strictObject({ id: TopicId, name: localized(40) });
export type Topic = z.infer<typeof Topic>;
/** The most topics of a house. */
export const MAX_TOPICS = 60;

const Keyword = z.string().trim().min(2).max(60);

/** The screens that share one mix, and what goes into it. */
export const Audience = z.strictObject({
  id: AudienceId,
  name: z.string().trim().min(1).max(60),
  target: Target,
  /** Trade stories of these topics; empty: of all. Corporate stories and colleagues' posts are for everyone unless they name topics. */
  topics: z.array(TopicId).max(20).default([]),
  languages: z.array(Language).min(1).max(2).default(['fr', 'en']),
  /** A story with one of these words comes first of its source; one with a word of `without` stays away. */
  prefer: z.array(Keyword).max(50).default([]),
  without: z.array(Keyword).max(50).default([]),
  /** Weights in this audience, where they differ from the source's own; 0: not at all. */
  weights: z
    .array(z.strictObject({ sourceId: SourceId, weight: z.int().min(0).max(10) }))
    .max(200)
    .default([]),
  shares: MixShares.default({ corporatePercent: 20, colleaguesPercent: 15 }),
  /** Why corporate stories get more than 20 %: asked for then, and written down with who and when. */
  overrideReason: z.string().trim().min(10).max(300).optional(),
  maxAgeDays: z.int().min(1).max(60).default(7),
  /** Places between two stories of one source, and before the same story comes again. */
  sourceSpacing: z.int().min(0).max(20).default(2),
  repeatAfter: z.int().min(1).max(60).default(20),
  /** Minutes before the same story comes again, on the screen that is quickest to show the next one; absent: places alone. */
  repeatMinutes: z.int().min(1).max(240).optional(),
});
export type Audience = z.infer<typeof Audience>;

/** An audience as it is taken: its words without signs that nobody sees. What was kept before this is still read. */
export const WrittenAudience = Audience.extend({
  name: plainLine(1, 60),
  prefer: z.array(plainLine(2, 60)).max(50).default([]),
  without: z.array(plainLine(2, 60)).max(50).default([]),
  overrideReason: plainLine(10, 300).optional(),
});

/** Everybody: the audience of every screen that no other means. The house may change it; it is always there. */
export const EVERYONE = AudienceId.parse('everyone');

/** The audiences in the order in which they are asked, everybody's last. */
export function allAudiences(audiences: readonly Audience[]): Audience[] {
  const target = { all: true, screens: [], groups: [] };
  const own = audiences.find(({ id }) => id === EVERYONE);
  const everyone = own === undefined ? Audience.parse({ id: EVERYONE, name: 'Palier', target }) : { ...own, target };
  return [...audiences.filter(({ id }) => id !== EVERYONE), everyone];
}

const MARK_SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
/** Four signs that name an audience in the address of a story on a wall: never a person, never a screen. */
export const AudienceMark = z.string().regex(/^[a-hj-km-np-z2-9]{4}$/, 'not the mark of an audience');

/**
 * The mark of an audience: made from its id, so that addresses somebody has photographed stay true. Among a hundred
 * audiences two are alike once in two hundred houses; then the first of them is meant, and a phone offers the others.
 */
export function audienceMark(id: AudienceId): string {
  // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv
  let hash = 0x811c9dc5;
  for (const sign of id) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  let mark = '';
  for (let rest = hash; mark.length < 4; rest = Math.floor(rest / MARK_SIGNS.length))
    mark += MARK_SIGNS[rest % MARK_SIGNS.length] ?? '';
  return mark;
}

/** The audience of a screen: the first in the order of the house whose target means it. */
export function audienceOf<A extends Pick<Audience, 'target'>>(
  audiences: readonly A[],
  screen: Pick<Screen, 'id' | 'groups'>,
): A | undefined {
  return audiences.find((audience) => targets(audience.target, screen));
}
