/** An edition: which stories an audience is shown until the next one, and in which order. Pure. */
import { createHash } from 'node:crypto';
import type { Audience, Topic } from '@palier/playlists/audience';
import { placesApart } from '@palier/playlists/feed-pace';
import { mixOf, showable, type Mix, type MixGroup, type MixSource, type MixStory } from '@palier/playlists/mix';
import type { Source } from '@palier/playlists/source';
import { COLLEAGUES, type Story, type StoryId } from '@palier/playlists/story';
import type { z } from 'zod';
import type { EditionRecord } from '../storage/records/stories.ts';
import { wordsOf } from '../feeds/same-story.ts';
import { followsTopics, readsLanguage } from './fit.ts';
import { storyShown } from './story-shown.ts';

export type Edition = z.infer<typeof EditionRecord>;
/** What it depends on whether a story fits an audience. */
export type FitInput = {
  audience: Audience;
  /** By source, newest first. */
  stories: ReadonlyMap<string, readonly Story[]>;
  nowMs: number;
};
export type EditionInput = FitInput & {
  sources: readonly Source[];
  topics: readonly Topic[];
  /** Stories that playlists show by themselves: they come along, whatever the mix. */
  alone: ReadonlySet<StoryId>;
  publicUrl: string;
  /** Stories in an hour on the quickest of its screens, where that is known. */
  perHour?: number | undefined;
};

const DAY_MS = 24 * 3_600_000;
/** News waits this long for the next edition: a wall that changes its order all the time is read by nobody. */
export const STAYS_MS = 10 * 60_000;
const MAX_ALONE = 100;
/** With fewer stories than this, each new one is shown at once. */
const FEW = 10;

/**
 * Makes editions, and remembers of each source what of it an audience may be shown: only a source that has changed, or one
 * of whose stories has come or gone with time, is read again. Documents of the store are never changed in place, so the
 * same list of stories is the same stories.
 */
export function createEditionMaker() {
  const audiences = new Map<string, Map<string, Prepared>>();

  /** What of it is remembered, the audience that was asked longest ago gives way. */
  function preparedFor({ topics, languages, without, prefer }: Audience): Map<string, Prepared> {
    const key = JSON.stringify([topics, languages, without, prefer]);
    const prepared = audiences.get(key) ?? new Map<string, Prepared>();
    audiences.delete(key);
    audiences.set(key, prepared);
    const [oldest] = audiences.keys();
    if (oldest !== undefined && audiences.size > 1 && sizeOf(audiences.values()) > MAX_PREPARED)
      audiences.delete(oldest);
    return prepared;
  }

  return {
    /** Reads what has changed a little at a time, so that a house of many stories does not stand still over it. */
    async warm(input: FitInput): Promise<void> {
      const prepared = preparedFor(input.audience);
      let read = 0;
      for (const sourceId of input.stories.keys()) {
        const before = prepared.get(sourceId);
        if (remembered(prepared, sourceId, input) === before) continue;
        read += 1;
        if (read % WARM_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** Of a source all that the audience could be shown now, whether or not an order has room for it and whatever it weighs. */
    fitting(input: FitInput): (sourceId: string) => string[] {
      const prepared = preparedFor(input.audience);
      const options = { nowMs: input.nowMs, maxAgeMs: input.audience.maxAgeDays * DAY_MS };
      return (sourceId) =>
        remembered(prepared, sourceId, input).groups.flatMap((group) =>
          showable(group, options, Number.POSITIVE_INFINITY).map(({ id }) => id),
        );
    },
    make(input: EditionInput): Edition {
      const { audience, sources, stories, nowMs } = input;
      const known = new Map(sources.map((source) => [source.id as string, source]));
      const weights = new Map<string, number>(audience.weights.map(({ sourceId, weight }) => [sourceId, weight]));
      const prepared = preparedFor(audience);
      for (const sourceId of prepared.keys()) if (!stories.has(sourceId)) prepared.delete(sourceId);
      const mixed: MixSource[] = [];
      for (const sourceId of stories.keys()) {
        const source = known.get(sourceId);
        if (sourceId !== COLLEAGUES && source?.enabled !== true) continue;
        const weight = weights.get(sourceId) ?? source?.weight ?? 1;
        if (weight === 0) continue;
        for (const group of remembered(prepared, sourceId, input).groups) {
          // The same object as last time, unless it weighs something else now.
          if (group.weight !== weight) group.weight = weight;
          mixed.push(group);
        }
      }
      const { mix, wanted } = closestMix(mixed, input);
      const needs = needsOf(mix.stock, audience.shares, wanted);
      const chosen = mix.order.flatMap((id, place) => {
        const [sourceId] = (mix.sources[place] ?? '').split(' ');
        return stories.get(sourceId ?? '')?.find((story) => story.id === id) ?? [];
      });
      const order = withinShare(chosen, audience);
      const alone = [...aloneIn(input)].slice(0, MAX_ALONE);
      const shown = new Map([...order, ...alone].map((story) => [story.id, story]));
      return {
        id: audience.id,
        madeAt: new Date(nowMs).toISOString(),
        order: order.map(({ id }) => id),
        stories: [...shown.values()].map((story) => storyShown(story, input)),
        short: VOICES.filter((voice) => mix.short.includes(voice) || mix.stock[voice] < needs[voice]),
        stock: mix.stock,
        needs,
        asked: askedOf(audience),
      };
    },
  };
}

/** What an audience asks for, whatever it is called and wherever its screens hang. */
function askedOf({ id: _id, name: _name, target: _target, overrideReason: _why, ...asked }: Audience): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32);
}
export type EditionMaker = ReturnType<typeof createEditionMaker>;

/** Stories of which it is remembered whether they fit, over all audiences. */
const MAX_PREPARED = 500_000;
/** Sources that are read before others get a turn. */
const WARM_AT_ONCE = 16;
/** What of a source an audience may be shown between two instants. */
type Prepared = {
  stories: readonly Story[];
  fromMs: number;
  /** The next instant at which a story of it comes, goes, or is pinned no more. */
  untilMs: number;
  groups: MixSource[];
};

function sizeOf(all: Iterable<ReadonlyMap<string, Prepared>>): number {
  let size = 0;
  for (const prepared of all) for (const { stories } of prepared.values()) size += stories.length;
  return size;
}

/** What of a source fits, read anew if its stories are others, or the same ones at another time. */
function remembered(prepared: Map<string, Prepared>, sourceId: string, input: FitInput): Prepared {
  const { audience, nowMs } = input;
  const all = input.stories.get(sourceId) ?? [];
  const own = prepared.get(sourceId);
  if (own?.stories === all && nowMs >= own.fromMs && nowMs < own.untilMs) return own;
  const made = prepare(sourceId, all, audience, nowMs);
  prepared.set(sourceId, made);
  return made;
}

function prepare(sourceId: string, stories: readonly Story[], audience: Audience, nowMs: number): Prepared {
  const [without, prefer] = [spoken(audience.without), spoken(audience.prefer)];
  const asksWords = without.length + prefer.length > 0;
  const groups: Prepared['groups'] = [];
  for (const [id, group] of grouped(sourceId, stories)) {
    const fitting: MixStory[] = [];
    for (const story of group) {
      if (!isFor(story, audience, nowMs)) continue;
      const words = asksWords ? spokenIn(story) : '';
      if (without.some((keyword) => words.includes(keyword))) continue;
      fitting.push({
        id: story.id,
        publishedAtMs: Date.parse(story.publishedAt),
        pinned: isPinned(story, nowMs),
        preferred: prefer.some((keyword) => words.includes(keyword)),
        lasts: hasOwnEnd(story),
      });
    }
    const voice = group[0]?.voice;
    if (voice !== undefined && fitting.length > 0)
      groups.push({
        id,
        group: voice,
        weight: 1,
        stories: fitting.toSorted(byMerit),
        hasLasting: fitting.some(({ lasts }) => lasts),
      });
  }
  let untilMs = Number.POSITIVE_INFINITY;
  for (const { state, publishedAt, expiresAt, pinnedUntil } of stories) {
    if (state !== 'live') continue;
    for (const at of [publishedAt, expiresAt, pinnedUntil]) {
      const atMs = at === undefined ? 0 : Date.parse(at);
      if (atMs > nowMs && atMs < untilMs) untilMs = atMs;
    }
  }
  return { stories, fromMs: nowMs, untilMs, groups };
}

/** Those that playlists show by themselves. */
function* aloneIn({ alone, stories, nowMs }: EditionInput): Generator<Story> {
  if (alone.size === 0) return;
  for (const all of stories.values()) {
    for (const story of all) if (alone.has(story.id) && isShowable(story, nowMs)) yield story;
  }
}

/** With little stock stories come again sooner, so that no place stays empty and the shares hold. */
function closestMix(
  mixed: readonly MixSource[],
  { audience, nowMs, perHour }: EditionInput,
): { mix: Mix; wanted: number } {
  const wanted = placesApart(audience, perHour);
  for (let repeatAfter = wanted; ; repeatAfter = Math.floor((repeatAfter * 3) / 4)) {
    const mix = mixOf(mixed, {
      shares: audience.shares,
      nowMs,
      maxAgeMs: audience.maxAgeDays * DAY_MS,
      sourceSpacing: audience.sourceSpacing,
      repeatAfter,
    });
    if (repeatAfter <= 1 || !mix.order.includes(null)) return { mix, wanted };
  }
}

const VOICES: readonly MixGroup[] = ['trade', 'corporate', 'colleagues'];

/**
 * How many different stories each voice needs so that none comes again within the distance that was asked for: fewer fill
 * their places too, but a wall that says the same all day is short of stories. Who is silent leaves its places to the others.
 */
function needsOf(stock: Mix['stock'], shares: Audience['shares'], places: number): Record<MixGroup, number> {
  const needed = (share: number) => Math.ceil(places * share - TINY);
  const colleagues = shares.colleaguesPercent / 100;
  const corporate = shares.corporatePercent / 100;
  const feed = 1 - (stock.colleagues === 0 ? 0 : colleagues);
  return {
    trade: needed(feed * (stock.corporate === 0 && corporate < 1 ? 1 : 1 - corporate)),
    corporate: needed(feed * corporate),
    colleagues: needed(colleagues),
  };
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
  if (faceOf(before) === faceOf(fresh)) return before;
  const was = new Map(before.stories.map((story) => [story.id, JSON.stringify(story)]));
  // Another wish of the audience is heard at once: a word that must not be shown, a share, a weight.
  if (before.asked !== undefined && before.asked !== fresh.asked) return fresh;
  const isStale = before.stories.some(({ id }) => !now.isCurrent(id));
  const isRetold = fresh.stories.some((story) => was.has(story.id) && was.get(story.id) !== JSON.stringify(story));
  const isOurs = fresh.stories.some(({ id, voice }) => !was.has(id) && (voice !== 'trade' || now.isPinned(id)));
  // The first stories of a house are waited for.
  const isThin = before.stories.length < FEW && fresh.stories.length > before.stories.length;
  const ageMs = Date.parse(fresh.madeAt) - Date.parse(before.madeAt);
  return isStale || isRetold || isOurs || isThin || ageMs >= STAYS_MS ? fresh : before;
}

function faceOf({ order, stories, short, stock, needs, asked }: Edition): string {
  return JSON.stringify([order, stories, short, stock, needs, asked]);
}

/** Whether it may be on a screen at all. */
export function isShowable(story: Story, nowMs: number): boolean {
  return story.state === 'live' && Date.parse(story.publishedAt) <= nowMs && !isOver(story, nowMs);
}

/** Whether the end that somebody chose for it has come. */
export function isOver({ expiresAt }: Pick<Story, 'expiresAt'>, nowMs: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= nowMs;
}

/** Whether an audience has it for old news; what is pinned or has an end of its own is not. */
export function isTooOld(story: Story, { maxAgeDays }: Pick<Audience, 'maxAgeDays'>, nowMs: number): boolean {
  if (hasOwnEnd(story) || isPinned(story, nowMs)) return false;
  return Date.parse(story.publishedAt) < nowMs - maxAgeDays * DAY_MS;
}

function isPinned({ pinnedUntil }: Pick<Story, 'pinnedUntil'>, nowMs: number): boolean {
  return pinnedUntil !== undefined && Date.parse(pinnedUntil) > nowMs;
}

/** Whether it is shown to an end that somebody chose, and not until it is old news: a colleague was promised its days. */
export function hasOwnEnd({ voice, expiresAt }: Pick<Story, 'voice' | 'expiresAt'>): boolean {
  return expiresAt !== undefined || voice === 'colleagues';
}

function isFor(story: Story, audience: Audience, nowMs: number): boolean {
  return isShowable(story, nowMs) && readsLanguage(audience, story.language) && followsTopics(audience, story);
}

/** Colleagues take turns like sources: who proposes a lot gets no more room. */
function grouped(sourceId: string, stories: readonly Story[]): Map<string, Story[]> {
  const isPosts = sourceId === COLLEAGUES;
  return Map.groupBy(stories, ({ credit, voice }) => `${sourceId} ${isPosts ? credit : voice}`);
}

/** Pinned first, then what the audience prefers, then the newest. */
function byMerit(a: MixStory, b: MixStory): number {
  return rankOf(a) - rankOf(b) || b.publishedAtMs - a.publishedAtMs;
}
const rankOf = ({ pinned, preferred }: MixStory) => (pinned ? 0 : preferred ? 1 : 2);

/** Words in the form in which they are looked for: whole, folded, between blanks. */
const spoken = (keywords: readonly string[]) => keywords.map((keyword) => ` ${wordsOf(keyword).join(' ')} `);
const spokenIn = ({ title, excerpt = '' }: Story) => ` ${wordsOf(`${title} ${excerpt}`).join(' ')} `;
