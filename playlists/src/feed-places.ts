/**
 * The places that feeds take in a loop. All feeds of a playlist are one stream: the second goes on where the first left
 * off, and each round goes on where the one before left off. Pure.
 */
import { EntryId } from './ids.ts';
import { storiesOf } from './feed-stories.ts';
import type { Item, ItemOf } from './item.ts';
import { dealt } from './turns.ts';

type Chosen = { id: string; durationMs: number; item: Item };
type Turn = { version: string; item: Item };
type FeedPlace = Turn & { key: string; entryId: EntryId; durationMs: number; turns: Turn[] };

/**
 * The places of each feed among `chosen`, in order. `turn` answers what may be shown of a story now, nothing for one that
 * may not. Feeds with nothing to show have no places, so they take no time.
 */
export function feedPlaces<E extends Chosen>(
  chosen: readonly E[],
  turn: (item: ItemOf<'story'>) => readonly Turn[],
): Map<E, FeedPlace[]> {
  const feeds = chosen.flatMap((entry) => (entry.item.kind === 'feed' ? [{ entry, feed: entry.item }] : []));
  const first = feeds[0]?.feed;
  const found = new Map<E, FeedPlace[]>();
  if (first?.shown === undefined) return found;
  const turns = new Map(storiesOf(first).map((item) => [item.story, turn(item)] as const));
  const order = first.shown.order.flatMap((id) => turns.get(id) ?? []);
  const places = dealt(
    order,
    feeds.reduce((sum, { feed }) => sum + feed.stories, 0),
  );
  const taken = new Set<string>(chosen.map(({ id }) => id));
  for (const { entry, feed } of feeds) {
    const own = places.splice(0, feed.stories).flatMap((each, index) => {
      const [item] = each;
      if (item === undefined) return [];
      const key = keyOf(entry.id, index, taken);
      return [{ ...item, key, entryId: EntryId.parse(entry.id), durationMs: entry.durationMs, turns: each }];
    });
    found.set(entry, own);
  }
  return found;
}

/** How many places a feed takes at most, given what it shows: for expectations and for how long a loop lasts. */
export function placesOf({ stories, shown }: ItemOf<'feed'>): number {
  return shown === undefined ? 0 : Math.min(stories, shown.order.length);
}

/** An id like those of entries, which none of them has. */
function keyOf(id: string, index: number, taken: Set<string>): string {
  for (let number = index + 1; ; number += MOST_PLACES) {
    const tail = `--${number}`;
    const key = `${id.slice(0, 64 - tail.length)}${tail}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return key;
  }
}
const MOST_PLACES = 100;
