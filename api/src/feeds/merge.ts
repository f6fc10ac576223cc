/** What a feed says now, brought together with the stories that are known of it. Pure: ids and other sources are handed in. */
import { createHash } from 'node:crypto';
import type { Source } from '@palier/playlists/source';
import { MAX_STORIES_PER_SOURCE } from '@palier/playlists/source';
import { Story, StoryLanguage, type StoryId, type StoryState } from '@palier/playlists/story';
import { canonicalAddress } from './canonical.ts';
import { MAX_ITEMS, type FeedItem } from './read-feed.ts';
import { createStoryIndex, isFront, sayTheSame, wordsOf } from './same-story.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Older ones are no news to anyone, and not taken in. */
export const MAX_AGE_MS = 60 * DAY_MS;
/** A source repeats a headline from one day to the next; within so much time it told one story twice. */
const NEAR_MS = 12 * HOUR_MS;
/** Of a feed without dates nobody knows what is news when it is first seen: so many, its first, are enough. */
export const FIRST_UNDATED = 10;

export type Merged = {
  /** Newest first. */
  stories: Story[];
  /** Of the new ones, whose picture is to be fetched. */
  pictures: { id: StoryId; url: string; alt: string | undefined }[];
  /** Known ones that are kept no longer. */
  dropped: Story[];
  /** Marks of what has no date, to know it again: what was passed over once is no news later. */
  seen: string[];
  changed: boolean;
};

export function mergeItems(asked: {
  source: Source;
  known: readonly Story[];
  items: readonly FeedItem[];
  /** Marks of the last visit; absent on the first. */
  seen?: readonly string[] | undefined;
  /** The language the feed says it is in. */
  language: string | undefined;
  nowMs: number;
  newId: () => StoryId;
  /** How a new one begins, given what other sources tell. */
  stateFor: (story: Story) => StoryState;
}): Merged {
  const { source, known, items, nowMs, newId } = asked;
  const recall = createRecall(known);
  const kept = new Map<StoryId, Story>();
  const pictures: Merged['pictures'] = [];
  const seenBefore = new Set(asked.seen ?? []);
  const seen: string[] = [];
  let undatedLeft = asked.seen === undefined ? FIRST_UNDATED : MAX_ITEMS;
  const addresses = new Set<string>();
  for (const [index, item] of items.entries()) {
    const address = addressOf(item.url);
    if (address !== undefined && addresses.has(address)) continue;
    if (address !== undefined) addresses.add(address);
    const isDated = item.dated === 'said';
    const publishedAtMs = isDated ? item.publishedAtMs : seenAtMs(nowMs, index);
    const mark = isDated ? undefined : markOf(address ?? item.title);
    if (mark !== undefined) seen.push(mark);
    const before = recall.find(item, publishedAtMs);
    if (before !== undefined) {
      // Two items that are one story: the first of them has said it.
      if (!kept.has(before.id)) kept.set(before.id, retold(before, item, source.trusted));
      continue;
    }
    if (mark !== undefined && (seenBefore.has(mark) || undatedLeft-- <= 0)) continue;
    if (nowMs - publishedAtMs > MAX_AGE_MS || kept.size >= MAX_STORIES_PER_SOURCE) continue;
    const language = StoryLanguage.safeParse(item.language ?? asked.language).data;
    const made = Story.parse({
      id: newId(),
      voice: source.voice,
      sourceId: source.id,
      credit: source.name,
      title: item.title,
      ...(item.excerpt === undefined ? {} : { excerpt: item.excerpt }),
      ...(item.url === undefined ? {} : { url: item.url }),
      ...(language === undefined ? {} : { language }),
      publishedAt: new Date(publishedAtMs).toISOString(),
      ...(isDated ? {} : { undated: true }),
      topics: source.topics,
      state: 'waiting',
    });
    sayTheSame(item, made);
    const story: Story = { ...made, state: asked.stateFor(made) };
    sayTheSame(item, story);
    kept.set(story.id, story);
    recall.add(story);
    if (item.pictureUrl !== undefined && story.state !== 'blocked')
      pictures.push({ id: story.id, url: item.pictureUrl, alt: item.alt });
  }
  const rest = known.filter((story) => !kept.has(story.id) && isStillKept(story, nowMs));
  const all = [...kept.values(), ...rest].toSorted(byNewest);
  const stories = [...all.filter(isPinned(nowMs)), ...all.filter((story) => !isPinned(nowMs)(story))]
    .slice(0, MAX_STORIES_PER_SOURCE)
    .toSorted(byNewest);
  const ids = new Set(stories.map(({ id }) => id));
  return {
    stories,
    pictures: pictures.filter(({ id }) => ids.has(id)),
    dropped: known.filter(({ id }) => !ids.has(id)),
    seen,
    changed: JSON.stringify(stories) !== JSON.stringify(known),
  };
}

/**
 * Knows the stories of one source again: by their address; by their headline alone where one side has no address; and
 * by their words where they were told at nearly the same time, for a publisher may give one story two addresses.
 */
function createRecall(known: readonly Story[]) {
  const byAddress = new Map<string, Story>();
  const byTitle = new Map<string, Story[]>();
  const index = createStoryIndex<Story>();

  function add(story: Story): void {
    const address = addressOf(story.url);
    if (address !== undefined) byAddress.set(address, story);
    const title = wordsOf(story.title).join(' ');
    byTitle.set(title, [...(byTitle.get(title) ?? []), story]);
    index.add(story, story);
  }
  for (const story of known) add(story);

  return {
    add,
    find(item: FeedItem, publishedAtMs: number): Story | undefined {
      const address = addressOf(item.url);
      const same = address === undefined ? undefined : byAddress.get(address);
      if (same !== undefined) return same;
      const isNear = (story: Story) => Math.abs(Date.parse(story.publishedAt) - publishedAtMs) <= NEAR_MS;
      const named = byTitle.get(wordsOf(item.title).join(' '))?.find((story) => {
        if (address !== undefined && addressOf(story.url) !== undefined) return false;
        return isNear(story) || (story.undated === true && item.dated !== 'said');
      });
      if (named !== undefined) return named;
      for (const { owner, by } of index.alike(item)) if (by === 'words' && isNear(owner)) return owner;
      return undefined;
    },
  };
}

/** What its source wrote anew, where it is trusted, and the date it says at last; what was decided of it stays. */
function retold(story: Story, { title, excerpt, url, dated, publishedAtMs }: FeedItem, isTrusted: boolean): Story {
  const { undated, ...other } = story;
  const when =
    undated === true && dated !== 'said'
      ? { undated }
      : undated === true
        ? { publishedAt: new Date(publishedAtMs).toISOString() }
        : {};
  if (!isTrusted) return { ...other, ...when };
  const { excerpt: _, approved: __, ...rest } = other;
  return {
    ...rest,
    ...when,
    title,
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(url === undefined ? {} : { url }),
  };
}

/**
 * When something without a date was seen: that day, and no more is known. In the order of the feed, whose first is its
 * newest, and behind all that says when on this day it was written.
 */
function seenAtMs(nowMs: number, index: number): number {
  return Math.min(nowMs, Math.floor(nowMs / DAY_MS) * DAY_MS + MAX_ITEMS - index);
}

/** It left the feed: it stays for as long as it could be news, and a blocked one so that it does not come back. */
function isStillKept(story: Story, nowMs: number): boolean {
  return isPinned(nowMs)(story) || nowMs - Date.parse(story.publishedAt) <= MAX_AGE_MS;
}

const isPinned = (nowMs: number) => (story: Story) =>
  story.pinnedUntil !== undefined && Date.parse(story.pinnedUntil) > nowMs;

function byNewest(a: Story, b: Story): number {
  return b.publishedAt.localeCompare(a.publishedAt) || a.id.localeCompare(b.id);
}

/** The address to know a story by; none where it says no more than which site. Places of one page are told apart. */
function addressOf(url: string | undefined): string | undefined {
  return url === undefined || isFront(url) ? undefined : `${canonicalAddress(url)}${URL.parse(url)?.hash ?? ''}`;
}

function markOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 10);
}
