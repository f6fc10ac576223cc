/** What a feed says now, brought together with the stories that are known of it. Pure: ids and other sources are handed in. */
import type { Source } from '@palier/playlists/source';
import { MAX_STORIES_PER_SOURCE } from '@palier/playlists/source';
import { Story, StoryLanguage, type StoryId } from '@palier/playlists/story';
import { canonicalAddress } from './canonical.ts';
import type { FeedItem } from './read-feed.ts';
import { wordsOf, type Comparable } from './same-story.ts';

const DAY_MS = 24 * 3_600_000;
/** Older ones are no news to anyone, and not taken in. */
export const MAX_AGE_MS = 60 * DAY_MS;

export type Merged = {
  /** Newest first. */
  stories: Story[];
  /** Of the new ones, whose picture is to be fetched. */
  pictures: { id: StoryId; url: string; alt: string | undefined }[];
  /** Known ones that are kept no longer. */
  dropped: Story[];
  changed: boolean;
};

export function mergeItems(asked: {
  source: Source;
  known: readonly Story[];
  items: readonly FeedItem[];
  /** The language the feed says it is in. */
  language: string | undefined;
  nowMs: number;
  newId: () => StoryId;
  /** Whether another source tells the same. */
  isTold: (story: Comparable) => boolean;
}): Merged {
  const { source, known, items, nowMs, newId } = asked;
  const byMark = new Map(known.flatMap((story) => marksOf(story).map((mark) => [mark, story] as const)));
  const kept = new Map<StoryId, Story>();
  const pictures: Merged['pictures'] = [];
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const marks = marksOf(item);
    if (marks.some((mark) => seen.has(mark))) continue;
    for (const mark of marks) seen.add(mark);
    const before = marks.map((mark) => byMark.get(mark)).find((story) => story !== undefined && !kept.has(story.id));
    if (before !== undefined) {
      kept.set(before.id, source.trusted ? retold(before, item) : before);
      continue;
    }
    // A feed without dates lists its newest first.
    const publishedAtMs = item.dated === 'said' ? item.publishedAtMs : nowMs - index * 60_000;
    if (nowMs - publishedAtMs > MAX_AGE_MS || kept.size >= MAX_STORIES_PER_SOURCE || asked.isTold(item)) continue;
    const id = newId();
    const language = StoryLanguage.safeParse(item.language ?? asked.language).data;
    const story = Story.parse({
      id,
      voice: source.voice,
      sourceId: source.id,
      credit: source.name,
      title: item.title,
      ...(item.excerpt === undefined ? {} : { excerpt: item.excerpt }),
      ...(item.url === undefined ? {} : { url: item.url }),
      ...(language === undefined ? {} : { language }),
      publishedAt: new Date(publishedAtMs).toISOString(),
      topics: source.topics,
      state: source.trusted ? 'live' : 'waiting',
    });
    kept.set(id, story);
    if (item.pictureUrl !== undefined) pictures.push({ id, url: item.pictureUrl, alt: item.alt });
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
    changed: JSON.stringify(stories) !== JSON.stringify(known),
  };
}

/** What its source wrote anew; what was decided of it stays. */
function retold(story: Story, { title, excerpt }: FeedItem): Story {
  const { excerpt: _, ...rest } = story;
  return { ...rest, title, ...(excerpt === undefined ? {} : { excerpt }) };
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

/** One story of a source is known again by its address, else by its headline. */
function marksOf({ url, title }: Pick<FeedItem, 'title'> & { url?: string | undefined }): string[] {
  const words = wordsOf(title).join(' ');
  return [...(url === undefined ? [] : [`@${canonicalAddress(url)}`]), ...(words === '' ? [] : [`=${words}`])];
}
