/**
 * All stories of all sources, for telling doubles. Kept from round to round: only sources whose stories have changed are
 * read again, a few at a time, so that a house of a thousand sources does not stand still over it.
 */
import type { Story } from '@palier/playlists/story';
import type { Storage } from '../storage/storage.ts';
import { createStoryIndex, type Comparable, type Entry } from './same-story.ts';

/** Stories that are read before others get a turn. */
const AT_ONCE = 100;

export type ToldIndex = ReturnType<typeof createToldIndex>;

export function createToldIndex(storage: Pick<Storage, 'all'>) {
  const index = createStoryIndex<string>();
  const sources = new Map<string, { stories: readonly Story[]; entries: Entry<string>[] }>();
  let following: Promise<void> | undefined;

  function put(sourceId: string, stories: readonly Story[]): number {
    const before = sources.get(sourceId);
    if (before !== undefined && areSame(before.stories, stories)) return 0;
    for (const entry of before?.entries ?? []) index.remove(entry);
    sources.set(sourceId, { stories, entries: stories.map((story) => index.add(story, sourceId)) });
    return stories.length;
  }

  async function follow(): Promise<void> {
    const records = await storage.all('sourceStories');
    const present = new Set<string>(records.map(({ id }) => id));
    for (const [id, { entries }] of sources) {
      if (present.has(id)) continue;
      for (const entry of entries) index.remove(entry);
      sources.delete(id);
    }
    let read = 0;
    for (const { id, stories } of records) {
      read += put(id, stories);
      if (read < AT_ONCE) continue;
      read = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    /** Up to date with the store; who asks meanwhile waits for the same. */
    follow: (): Promise<void> => (following ??= follow().finally(() => (following = undefined))),
    /** What a source has from now on. */
    put(sourceId: string, stories: readonly Story[]): void {
      put(sourceId, stories);
    },
    /** Whether another source has told the same. */
    tellsElsewhere: (story: Comparable, sourceId: string): boolean =>
      index.find(story, (owner) => owner === sourceId) !== undefined,
  };
}

/** In what is compared; a store may read the same document anew each time. */
function areSame(before: readonly Story[], after: readonly Story[]): boolean {
  if (before === after) return true;
  return (
    before.length === after.length &&
    before.every(({ title, excerpt, url }, at) => {
      const other = after[at];
      return other?.title === title && other.excerpt === excerpt && other.url === url;
    })
  );
}
