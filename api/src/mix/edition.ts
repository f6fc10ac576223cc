/** An edition: which stories an audience is shown until the next one, and in which order. Pure. */
import type { Audience, Topic } from '@palier/playlists/audience';
import { mixOf, type Mix, type MixSource } from '@palier/playlists/mix';
import type { Source } from '@palier/playlists/source';
import { COLLEAGUES, type Story, type StoryId } from '@palier/playlists/story';
import type { z } from 'zod';
import type { EditionRecord } from '../storage/records/stories.ts';
import { wordsOf } from '../feeds/same-story.ts';
import { storyShown } from './story-shown.ts';

export type Edition = z.infer<typeof EditionRecord>;
export type EditionInput = {
  audience: Audience;
  sources: readonly Source[];
  /** By source, newest first. */
  stories: ReadonlyMap<string, readonly Story[]>;
  topics: readonly Topic[];
  /** Stories that playlists show by themselves: they come along, whatever the mix. */
  alone: ReadonlySet<StoryId>;
  nowMs: number;
  publicUrl: string;
};

const DAY_MS = 24 * 3_600_000;
/** News waits this long for the next edition: a wall that changes its order all the time is read by nobody. */
export const STAYS_MS = 10 * 60_000;
const MAX_ALONE = 100;
/** With fewer stories than this, each new one is shown at once. */
const FEW = 10;

export function makeEdition(input: EditionInput): Edition {
  const { audience, sources, stories, nowMs } = input;
  const byId = new Map<StoryId, Story>();
  const known = new Map(sources.map((source) => [source.id, source]));
  const mixed: MixSource[] = [];
  for (const [sourceId, all] of stories) {
    const source = known.get(sourceId as Source['id']);
    const isPosts = sourceId === COLLEAGUES;
    if (!isPosts && source?.enabled !== true) continue;
    const own = audience.weights.find((one) => one.sourceId === sourceId)?.weight;
    const weight = own ?? source?.weight ?? 1;
    if (weight === 0) continue;
    for (const [id, group] of grouped(sourceId, all, isPosts)) {
      const fitting = group.filter((story) => isFor(story, audience, nowMs));
      for (const story of fitting) byId.set(story.id, story);
      const [first] = fitting;
      if (first !== undefined)
        mixed.push({ id, group: first.voice, weight, stories: inMerit(fitting, audience, nowMs) });
    }
  }
  const mix = closestMix(mixed, input);
  const order = withinShare(
    mix.order.flatMap((id) => (id === null ? [] : (byId.get(id as StoryId) ?? []))),
    audience,
  ).map(({ id }) => id);
  const all = input.alone.size === 0 ? [] : [...stories.values()].flat();
  const alone = all.filter((story) => input.alone.has(story.id) && isShowable(story, nowMs));
  const shown = new Map(
    [...order.flatMap((id) => byId.get(id) ?? []), ...alone.slice(0, MAX_ALONE)].map((story) => [story.id, story]),
  );
  return {
    id: audience.id,
    madeAt: new Date(nowMs).toISOString(),
    order,
    stories: [...shown.values()].map((story) => storyShown(story, input)),
    short: mix.short,
  };
}

/** With little stock stories come again sooner, so that no place stays empty and the shares hold. */
function closestMix(mixed: readonly MixSource[], { audience, nowMs }: EditionInput): Mix {
  for (let { repeatAfter } = audience; ; repeatAfter = Math.floor(repeatAfter / 2)) {
    const mix = mixOf(mixed, {
      shares: audience.shares,
      nowMs,
      maxAgeMs: audience.maxAgeDays * DAY_MS,
      sourceSpacing: audience.sourceSpacing,
      repeatAfter,
    });
    if (repeatAfter <= 1 || !mix.order.includes(null)) return mix;
  }
}

/** Corporate stories never get more than their share, not even where nothing else is left to show: the last ones wait. */
function withinShare(order: readonly Story[], { shares }: Audience): Story[] {
  const feed = order.filter(({ voice }) => voice !== 'colleagues').length;
  const corporate = order.filter(({ voice }) => voice === 'corporate').length;
  const others = feed - corporate;
  const share = shares.corporatePercent / 100;
  const most = share === 1 ? corporate : Math.ceil((others * share) / (1 - share) - TINY);
  let left = most;
  return order.filter(({ voice }) => voice !== 'corporate' || left-- > 0);
}
const TINY = 1e-9;

/**
 * What is to be shown from now on: the one before while nothing but news has come and it is young, else the fresh one.
 * What may no longer be shown, what somebody pinned or wrote, and a colleague's post wait for nothing.
 */
export function nextEdition(
  before: Edition | undefined,
  fresh: Edition,
  now: { isCurrent: (id: StoryId) => boolean; isPinned: (id: StoryId) => boolean },
): Edition {
  if (before === undefined) return fresh;
  const isSame =
    JSON.stringify([before.order, before.stories, before.short]) ===
    JSON.stringify([fresh.order, fresh.stories, fresh.short]);
  if (isSame) return before;
  const was = new Map(before.stories.map((story) => [story.id, JSON.stringify(story)]));
  const isStale = before.stories.some(({ id }) => !now.isCurrent(id));
  const isRetold = fresh.stories.some((story) => was.has(story.id) && was.get(story.id) !== JSON.stringify(story));
  const isOurs = fresh.stories.some(({ id, voice }) => !was.has(id) && (voice !== 'trade' || now.isPinned(id)));
  // The first stories of a house are waited for.
  const isThin = before.stories.length < FEW && fresh.stories.length > before.stories.length;
  const ageMs = Date.parse(fresh.madeAt) - Date.parse(before.madeAt);
  return isStale || isRetold || isOurs || isThin || ageMs >= STAYS_MS ? fresh : before;
}

/** Whether it may be on a screen at all. */
export function isShowable(story: Story, nowMs: number): boolean {
  return (
    story.state === 'live' &&
    Date.parse(story.publishedAt) <= nowMs &&
    (story.expiresAt === undefined || Date.parse(story.expiresAt) > nowMs)
  );
}

function isFor(story: Story, audience: Audience, nowMs: number): boolean {
  if (!isShowable(story, nowMs)) return false;
  if (story.language !== undefined && !audience.languages.some((language) => language === story.language)) return false;
  const isMeant =
    story.voice === 'trade'
      ? audience.topics.length === 0 || story.topics.some((topic) => audience.topics.includes(topic))
      : story.topics.length === 0 ||
        audience.topics.length === 0 ||
        story.topics.some((topic) => audience.topics.includes(topic));
  return isMeant && !says(story, audience.without);
}

/** Colleagues take turns like sources: who proposes a lot gets no more room. */
function grouped(sourceId: string, stories: readonly Story[], isPosts: boolean): Map<string, Story[]> {
  const groups = new Map<string, Story[]>();
  for (const story of stories) {
    const id = isPosts ? `${sourceId} ${story.credit}` : `${sourceId} ${story.voice}`;
    groups.set(id, [...(groups.get(id) ?? []), story]);
  }
  return groups;
}

/** Pinned first, then what the audience prefers, then the newest. */
function inMerit(stories: readonly Story[], { prefer }: Audience, nowMs: number): MixSource['stories'] {
  return stories
    .map((story) => {
      const publishedAtMs = Date.parse(story.publishedAt);
      const ageMs = nowMs - publishedAtMs;
      return {
        id: story.id,
        // Preferred ones keep their order among themselves, before all others.
        publishedAtMs: says(story, prefer) ? nowMs - ageMs / 1e6 : publishedAtMs,
        pinned: story.pinnedUntil !== undefined && Date.parse(story.pinnedUntil) > nowMs,
      };
    })
    .toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || b.publishedAtMs - a.publishedAtMs);
}

function says({ title, excerpt = '' }: Story, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return false;
  const text = ` ${wordsOf(`${title} ${excerpt}`).join(' ')} `;
  return keywords.some((keyword) => text.includes(` ${wordsOf(keyword).join(' ')} `));
}
