/**
 * Token buckets by key: a burst, then so many a second. Wide where a whole office stands behind one address, narrow
 * where one thread or one person is meant. Bounded: the key used longest ago is forgotten, i.e. full again.
 */
import type { Clock } from '../clock.ts';

export type BucketRule = { burst: number; perSecond: number };

const MAX_KEYS = 20_000;

export function createBuckets(clock: Clock, rule: BucketRule) {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const current = (key: string) => {
    const known = buckets.get(key) ?? { tokens: rule.burst, atMs: clock.now() };
    const gained = ((clock.now() - known.atMs) / 1000) * rule.perSecond;
    return { tokens: Math.min(rule.burst, known.tokens + gained), atMs: clock.now() };
  };
  return {
    /** Takes one; answers 0, or the milliseconds until there is one. */
    take(key: string): number {
      const bucket = current(key);
      const waitMs = bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / rule.perSecond) * 1000);
      if (waitMs === 0) bucket.tokens -= 1;
      buckets.delete(key);
      buckets.set(key, bucket);
      const oldest = buckets.size > MAX_KEYS ? buckets.keys().next() : undefined;
      if (oldest?.done === false) buckets.delete(oldest.value);
      return waitMs;
    },
    /** How much of the burst is used up, 0 to 1. */
    used: (key: string): number => 1 - current(key).tokens / rule.burst,
  };
}
export type Buckets = ReturnType<typeof createBuckets>;
