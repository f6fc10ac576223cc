/**
 * What happened to stories, in counts of a day: openings, reactions, shares, uses of a suggested text. Nothing of a
 * request reaches this file. Counts gather in memory and are written in one lot now and then, so that neither the store
 * nor its journal tells when; what gathered since the last lot is lost if the process is killed.
 */
import type { StoryId } from '@palier/playlists/story';
import type { Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import { MAX_STORIES_A_DAY } from '../storage/records/share.ts';
import type { Storage } from '../storage/storage.ts';

const WRITE_EVERY_MS = 5 * 60_000;
/** Days that are kept: twice four weeks are compared, and one more week for late readers of them. */
export const DAYS_KEPT = 63;
/** Counts that wait in memory. */
const MAX_WAITING = 20_000;

/** What is counted of a story. */
export type Act = 'open' | `react:${string}` | `share:${string}` | `text:${number}`;
type Counts = Record<string, number>;
type Waiting = { day: string; story: StoryId; act: Act; count: number };

export function createTallies(deps: { storage: Storage; clock: Clock; log: Log; zone: string }) {
  const { storage, clock, log, zone } = deps;
  const waiting = new Map<string, Waiting>();
  let cancel: (() => void) | undefined;
  /** The lot that is being written, and how many were begun: a count is read between two of them, never across one. */
  let writing: Promise<void> = Promise.resolve();
  let lots = 0;

  const today = () => dayBack(0);
  function dayBack(days: number): string {
    const now = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone);
    return now.toPlainDate().subtract({ days }).toString();
  }

  function write(): Promise<void> {
    cancel = undefined;
    const lot = [...waiting.values()];
    waiting.clear();
    if (lot.length === 0) return writing;
    lots += 1;
    writing = writing.then(() => writeLot(lot));
    return writing;
  }

  async function writeLot(lot: readonly Waiting[]): Promise<void> {
    try {
      await storage.transact(async (transaction) => {
        for (const [day, acts] of Map.groupBy(lot, (one) => one.day)) {
          const stories = { ...(await transaction.get('storyDays', day))?.stories };
          for (const { story, act, count } of acts) {
            const before = stories[story];
            if (before === undefined && Object.keys(stories).length >= MAX_STORIES_A_DAY) continue;
            stories[story] = { ...before, [act]: (before?.[act] ?? 0) + count };
          }
          await transaction.put('storyDays', { id: day, stories });
        }
        const oldest = dayBack(DAYS_KEPT);
        for (const { id } of await transaction.all('storyDays')) {
          if (id < oldest) await transaction.remove('storyDays', id);
        }
      });
    } catch (error) {
      log.warn('what happened to stories was not counted', { reason: reasonOf(error) });
    }
  }

  /** Written counts of one day and story: no lot is under way when they are answered, what else there is waits. */
  async function written(day: string, story: StoryId): Promise<Counts> {
    for (;;) {
      const before = lots;
      await writing;
      const counts = (await storage.get('storyDays', day))?.stories[story] ?? {};
      if (before === lots) return counts;
    }
  }
  const waits = (day: string, story: StoryId, act: Act) => waiting.get(keyOf(day, story, act))?.count ?? 0;

  function count(story: StoryId, act: Act): void {
    const day = today();
    const key = keyOf(day, story, act);
    const present = waiting.get(key);
    if (present === undefined && waiting.size >= MAX_WAITING) return;
    waiting.set(key, { day, story, act, count: (present?.count ?? 0) + 1 });
    cancel ??= clock.after(WRITE_EVERY_MS, () => void write());
  }

  return {
    today,
    /** One more. Answers at once. */
    count,
    /** One more, unless it happened `most` times today already: of many who ask at once, no more are told yes. */
    async countUpTo(story: StoryId, act: Act, most: number): Promise<boolean> {
      const day = today();
      const before = (await written(day, story))[act] ?? 0;
      // Nothing may wait between reading and counting.
      if (before + waits(day, story, act) >= most) return false;
      count(story, act);
      return true;
    },
    /** How often today, what waits included. */
    async todayOf(story: StoryId, acts: readonly Act[]): Promise<number[]> {
      const day = today();
      const counts = await written(day, story);
      return acts.map((act) => (counts[act] ?? 0) + waits(day, story, act));
    },
    /** Sums by story and act over the days `from` to `to`, both included, as far as they are written. */
    async sums(from: string, to: string): Promise<Map<string, Counts>> {
      const sums = new Map<string, Counts>();
      for (const { id, stories } of await storage.all('storyDays')) {
        if (id < from || id > to) continue;
        for (const [story, counts] of Object.entries(stories)) {
          const sum = sums.get(story) ?? {};
          for (const [act, count] of Object.entries(counts)) sum[act] = (sum[act] ?? 0) + count;
          sums.set(story, sum);
        }
      }
      return sums;
    },
    dayBack,
    write,
    async stop(): Promise<void> {
      cancel?.();
      await write();
    },
  };
}
export type Tallies = ReturnType<typeof createTallies>;

function keyOf(day: string, story: StoryId, act: Act): string {
  return `${day} ${story} ${act}`;
}

/** All of an act's counts together, e.g. of every `share:`. */
export function sumOf(counts: Counts | undefined, prefix: string): number {
  return Object.entries(counts ?? {}).reduce((sum, [act, count]) => (act.startsWith(prefix) ? sum + count : sum), 0);
}
