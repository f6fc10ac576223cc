/** Everything about sources, wired together once for a server, and the round of visits that keeps them fresh. */
import type { Source } from '@palier/playlists/source';
import type { Clock } from '../clock.ts';
import type { Egress } from '../egress/egress.ts';
import type { Jobs } from '../jobs.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Maker } from '../media/make.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Random } from '../secrets.ts';
import type { SourceStateRecord } from '../storage/records/stories.ts';
import { StorageUnavailable, type Storage } from '../storage/storage.ts';
import { createFeedFinder } from './find.ts';
import { createOwnStories } from './own-stories.ts';
import { createStoryPictures } from './pictures.ts';
import { createFeedReader } from './reader.ts';
import { createFeedRefresh } from './refresh.ts';
import { createSources } from './sources.ts';
import { createStoryDesk } from './stories.ts';

const ROUND_EVERY_MS = 30_000;
/** Sources of one round; the others come in the next. */
const MAX_A_ROUND = 400;
const AT_ONCE = 8;
/** Somebody who presses the button again gets what was found a moment ago. */
const FRESH_MS = 10_000;

export type FeedParts = ReturnType<typeof createFeedParts>;

export function createFeedParts(deps: {
  storage: Storage;
  clock: Clock;
  random: Random;
  log: Log;
  jobs: Jobs;
  egress: Egress;
  mediaStore: MediaStore;
  maker: Maker;
  /** How a source is doing has changed in a way that people want to see. */
  onnews: () => void;
}) {
  const { storage, clock, random, log, jobs, egress } = deps;
  const reader = createFeedReader();
  const pictures = createStoryPictures({ egress, store: deps.mediaStore, maker: deps.maker, clock });
  const refresh = createFeedRefresh({ storage, clock, random, egress, reader, pictures });
  const sources = createSources({ storage, clock, random });
  const closing = new AbortController();
  const underWay = new Map<string, { url: string | undefined; visiting: Promise<SourceStateRecord | undefined> }>();

  /** One visit at a time to each source; who asks meanwhile shares it, unless the source has another address now. */
  function visit(
    source: Source,
    told = refresh.told(),
    signal: AbortSignal = closing.signal,
  ): Promise<SourceStateRecord | undefined> {
    const running = underWay.get(source.id);
    if (running !== undefined && running.url === source.url) return running.visiting;
    const visiting = (async () => {
      await running?.visiting.catch(() => undefined);
      const before = (await storage.get('sourceStates', source.id))?.trouble;
      const after = await refresh.visit(source, told, signal).catch(async (error: unknown) => {
        if (signal.aborted || error instanceof StorageUnavailable) throw error;
        log.warn('a source could not be visited', { source: source.id, reason: reasonOf(error) });
        return refresh.brokeOff(source);
      });
      if (before !== after?.trouble) deps.onnews();
      return after;
    })().finally(() => {
      if (underWay.get(source.id)?.visiting === visiting) underWay.delete(source.id);
    });
    underWay.set(source.id, { url: source.url, visiting });
    return visiting;
  }

  /** All that is due, a few at once. One that fails in a way nobody foresaw is noted and holds up no other. */
  async function round(signal: AbortSignal): Promise<number> {
    const states = new Map((await storage.all('sourceStates')).map((state) => [state.id, state]));
    const nowMs = clock.now();
    const due = (await sources.all())
      .map(({ source }) => ({ source, state: states.get(source.id) }))
      .filter(({ source, state }) => {
        if (source.kind !== 'feed' || !source.enabled || source.url === undefined) return false;
        return state === undefined || state.url !== source.url || Date.parse(state.dueAt) <= nowMs;
      })
      .toSorted((a, b) => (a.state?.dueAt ?? '').localeCompare(b.state?.dueAt ?? ''))
      .slice(0, MAX_A_ROUND);
    const told = refresh.told();
    const waiting = due.values();
    const lane = async () => {
      for (const { source } of waiting) {
        if (signal.aborted) return;
        await visit(source, told, signal).catch((error: unknown) => {
          if (!signal.aborted)
            log.warn('a source could not be visited', { source: source.id, reason: reasonOf(error) });
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    if (!signal.aborted) await refresh.settle();
    return due.length;
  }

  return {
    sources,
    stories: createStoryDesk({ storage, clock }),
    ownStories: createOwnStories({ storage, clock, random }),
    finder: createFeedFinder({ egress, reader, clock }),
    /** A list of feeds (OPML), read outside of the server's own thread. */
    readList: (opml: string) => reader.readList(opml),
    round,
    /** After a source has come, gone, or was switched: which stories are told by which source. */
    settle: refresh.settle,
    /** Asks a source now, unless it was asked a moment ago. */
    async refreshNow(source: Source): Promise<SourceStateRecord | undefined> {
      if (source.kind !== 'feed') return undefined;
      const state = await storage.get('sourceStates', source.id);
      const isFresh = state?.checkedAt !== undefined && clock.now() - Date.parse(state.checkedAt) < FRESH_MS;
      return isFresh && state.url === source.url ? state : visit(source);
    },
    async start(): Promise<void> {
      await jobs.schedule('feeds', { everyMs: ROUND_EVERY_MS, firstInMs: 5_000 }, async (job) => {
        await round(AbortSignal.any([job.signal, closing.signal]));
      });
    },
    async stop(): Promise<void> {
      closing.abort();
      reader.close();
      await Promise.allSettled([...underWay.values()].map(({ visiting }) => visiting));
    },
  };
}
