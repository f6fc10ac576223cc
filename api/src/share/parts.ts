/** Everything about stories on phones and about sharing, wired together once for a server. */
import type { Clock } from '../clock.ts';
import type { ContentReader } from '../content.ts';
import { createLimiter } from '../limiter.ts';
import type { Log } from '../log.ts';
import type { Random } from '../secrets.ts';
import type { Storage } from '../storage/storage.ts';
import { createBlindKeys } from '../surveys/blind.ts';
import { createBuckets } from '../threads/buckets.ts';
import { createKitPages } from './kit-pages.ts';
import { createKits } from './kits.ts';
import { createPublicStories } from './stories.ts';
import { createTallies } from './tallies.ts';

export type ShareDeps = {
  storage: Storage;
  content: ContentReader;
  clock: Clock;
  log: Log;
  random: Random;
  organisation: string;
  zone: string;
  publicUrl: () => string;
  /** Signs the marks of kit pages; the same on all nodes. */
  pageKey: () => Uint8Array;
};
export type ShareParts = ReturnType<typeof createShareParts>;

export function createShareParts(deps: ShareDeps) {
  const { storage, content, clock, log, random, zone, organisation, publicUrl, pageKey } = deps;
  const tallies = createTallies({ storage, clock, log, zone });
  const pages = createKitPages({ clock, random, key: pageKey });
  const stories = createPublicStories({ storage, content, clock, tallies });
  return {
    tallies,
    stories,
    kits: createKits({ storage, clock, tallies, pages, stories, organisation, publicUrl }),
    /** Addresses go in, hashes that last an hour come out. */
    blindKey: createBlindKeys(clock, random),
    /** Acts of one address on one story that count: an office behind one address has room, a loop soon has not. Nobody is refused. */
    acts: createBuckets(clock, { burst: 60, perSecond: 0.5 }),
    /** Addresses of stories that are none. */
    wrongTries: createLimiter(clock, { free: 60, firstWaitMs: 500, maxWaitMs: 10_000, forgetMs: 5 * 60_000 }),
  };
}
