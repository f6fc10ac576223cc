/**
 * All stories of all sources, for telling doubles. Kept from round to round: only sources whose stories have changed are
 * read again, a few at a time, so that a house of a thousand sources does not stand still over it.
 *
 * A story that several sources tell is shown once. Who tells it: a story that somebody asked to look at again, else one
 * that is live, else one that waits; never one of a source that is switched off. The others are kept as doubles, and
 * come when the one that told it goes. What a moderator set aside stays away, from wherever it comes; what has only its
 * address in common with it is looked at, for anybody can give a bad story the address of an honest one.
 */
import type { Source } from '@palier/playlists/source';
import type { Story, StoryId, StoryState } from '@palier/playlists/story';
import type { Storage } from '../storage/storage.ts';
import { createStoryIndex, saySame, type Alike, type Comparable, type Entry } from './same-story.ts';

/** Stories that are read or compared before others get a turn. */
const AT_ONCE = 100;
/** Words that are the same are one story only when both were told within so much time. */
const NEAR_MS = 3 * 24 * 3_600_000;

export type ToldIndex = ReturnType<typeof createToldIndex>;
export type Verdicts = ReadonlyMap<string, ReadonlyMap<StoryId, StoryState>>;
type Telling = { sourceId: string; story: Story; state: StoryState };
type Standing = Pick<Source, 'enabled' | 'trusted' | 'kind'>;
/** Of colleagues' posts, which were decided elsewhere. */
const OURS: Standing = { enabled: true, trusted: true, kind: 'own' };

export function createToldIndex(storage: Pick<Storage, 'all'>) {
  const index = createStoryIndex<Telling>((telling) => rankOf(telling) > 0);
  const entryOf = new WeakMap<Telling, Entry<Telling>>();
  const sources = new Map<string, { stories: readonly Story[]; entries: Entry<Telling>[] }>();
  const unsettled = new Set<Telling>();
  let standings = new Map<string, Standing>();
  let following: Promise<void> | undefined;

  function put(sourceId: string, stories: readonly Story[]): number {
    const before = sources.get(sourceId);
    if (before !== undefined && areSame(before.stories, stories)) {
      // The next time they are the same at a glance.
      sources.set(sourceId, { ...before, stories });
      return 0;
    }
    drop(sourceId);
    const entries = stories.map((story) => index.add(story, { sourceId, story, state: story.state }));
    sources.set(sourceId, { stories, entries });
    for (const entry of entries) {
      entryOf.set(entry.owner, entry);
      unsettled.add(entry.owner);
    }
    return stories.length;
  }

  function drop(sourceId: string): void {
    for (const entry of sources.get(sourceId)?.entries ?? []) {
      index.remove(entry);
      unsettled.delete(entry.owner);
    }
    sources.delete(sourceId);
  }

  async function follow(): Promise<void> {
    const [records, configured] = await Promise.all([storage.all('sourceStories'), storage.all('sources')]);
    const before = standings;
    standings = new Map(configured.map(({ id, source }) => [id, source]));
    const present = new Set<string>(records.map(({ id }) => id));
    for (const id of sources.keys()) if (!present.has(id)) drop(id);
    const turn = createTurn();
    for (const { id, stories } of records) {
      const read = put(id, stories);
      await turn(read);
      // Switched on or off: what it says counts again, or no more.
      if (read === 0 && before.get(id)?.enabled !== standings.get(id)?.enabled)
        for (const { owner } of sources.get(id)?.entries ?? []) unsettled.add(owner);
    }
  }

  const standingOf = (sourceId: string): Standing => standings.get(sourceId) ?? OURS;
  /** Its place among those that tell the same; 0: it tells nothing. */
  function rankOf({ sourceId, state }: Telling): number {
    const { enabled, trusted } = standingOf(sourceId);
    if (!enabled) return 0;
    if (state === 'live') return 2;
    return state === 'waiting' ? (trusted ? 3 : 1) : 0;
  }
  function* elsewhere(story: Dated, sourceId: string): Generator<Telling> {
    for (const { owner, by } of index.alike(story)) {
      if (owner.sourceId !== sourceId && isOne(story, owner.story, by)) yield owner;
    }
  }

  /** What becomes of a story whose source is switched on, given all others; nothing when it stays as it is. */
  function settleOne(telling: Telling): Telling[] {
    const { story, sourceId } = telling;
    if (telling.state === 'double') {
      const asides: Story[] = [];
      for (const other of elsewhere(story, sourceId)) {
        if (rankOf(other) > 0) return [];
        if (other.state === 'blocked') asides.push(other.story);
      }
      const judged = beside(story, asides);
      const isLive = story.approved || (judged === undefined && standingOf(sourceId).trusted);
      telling.state = judged === 'blocked' ? 'blocked' : isLive ? 'live' : 'waiting';
      return [telling];
    }
    const changed: Telling[] = [];
    for (const other of elsewhere(story, sourceId)) {
      if (rankOf(telling) === 0) break;
      if (rankOf(other) === 0) continue;
      const [loser] = [telling, other].toSorted((a, b) => byPrecedence(b, a));
      // What the house itself wrote is nobody's double.
      if (loser === undefined || standingOf(loser.sourceId).kind === 'own') continue;
      loser.state = 'double';
      changed.push(loser);
    }
    return changed;
  }

  function byPrecedence(a: Telling, b: Telling): number {
    const own = (one: Telling) => (standingOf(one.sourceId).kind === 'own' ? 0 : 1);
    const pinned = (one: Telling) => one.story.pinnedUntil ?? '';
    return (
      own(a) - own(b) ||
      rankOf(b) - rankOf(a) ||
      pinned(b).localeCompare(pinned(a)) ||
      a.story.publishedAt.localeCompare(b.story.publishedAt) ||
      (a.story.id < b.story.id ? -1 : 1)
    );
  }

  return {
    /** Up to date with the store; who asks meanwhile waits for the same. */
    follow: (): Promise<void> => (following ??= follow().finally(() => (following = undefined))),
    /** What a source has from now on. */
    put(sourceId: string, stories: readonly Story[]): void {
      put(sourceId, stories);
    },
    /** It is read anew the next time. */
    forget: drop,
    /** How a new story of a source begins, given what the others tell. */
    stateFor(story: Dated, { id, trusted }: Pick<Source, 'id' | 'trusted'>): StoryState {
      const asides: Story[] = [];
      let isDouble = false;
      for (const other of elsewhere(story, id)) {
        if (other.state === 'blocked') asides.push(other.story);
        isDouble ||= rankOf(other) >= (trusted ? 2 : 1);
      }
      const state = beside(story, asides);
      if (state === 'blocked') return state;
      return isDouble ? 'double' : (state ?? (trusted ? 'live' : 'waiting'));
    },
    /** What is to be written so that each story is told once, by source. The index itself knows it already. */
    async settle(): Promise<Verdicts> {
      const verdicts = new Map<string, Map<StoryId, StoryState>>();
      const doubles = [...sources.values()].flatMap(({ entries }) =>
        entries.flatMap(({ owner }) => (owner.state === 'double' && !unsettled.has(owner) ? [owner] : [])),
      );
      const asked = [...unsettled, ...doubles];
      unsettled.clear();
      const turn = createTurn();
      for (const telling of asked) {
        await turn(1);
        if (!standingOf(telling.sourceId).enabled) continue;
        for (const { sourceId, story, state } of settleOne(telling)) {
          const own = verdicts.get(sourceId) ?? new Map<StoryId, StoryState>();
          verdicts.set(sourceId, own.set(story.id, state));
        }
        const entry = entryOf.get(telling);
        if (entry !== undefined && rankOf(telling) > 0) index.promote(entry);
      }
      return verdicts;
    },
  };
}

/** What becomes of a story of which a moderator set others aside; nothing where there are none. */
function beside(story: Comparable, asides: readonly Comparable[]): 'blocked' | 'waiting' | undefined {
  if (asides.some((aside) => saySame(story, aside))) return 'blocked';
  return asides.length > 0 ? 'waiting' : undefined;
}

type Dated = Comparable & { publishedAt: string };

function isOne(story: Dated, other: Story, by: Alike<Telling>['by']): boolean {
  return by === 'address' || Math.abs(Date.parse(story.publishedAt) - Date.parse(other.publishedAt)) <= NEAR_MS;
}

/** Lets others work after so much was done. */
function createTurn(): (done: number) => Promise<void> {
  let since = 0;
  return async (done) => {
    since += done;
    if (since < AT_ONCE) return;
    since = 0;
    await new Promise((resolve) => setImmediate(resolve));
  };
}

/** In what is compared; a store may read the same document anew each time. */
function areSame(before: readonly Story[], after: readonly Story[]): boolean {
  if (before === after) return true;
  return (
    before.length === after.length &&
    before.every(({ id, title, excerpt, url, state, publishedAt, pinnedUntil, approved }, at) => {
      const other = after[at];
      return (
        other?.id === id &&
        other.title === title &&
        other.excerpt === excerpt &&
        other.url === url &&
        other.state === state &&
        other.approved === approved &&
        other.publishedAt === publishedAt &&
        other.pinnedUntil === pinnedUntil
      );
    })
  );
}
