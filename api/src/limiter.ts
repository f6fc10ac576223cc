/**
 * Counts tries by key and says how long to wait. Keys are as narrow as the harm (an account from an address), so
 * that one person's mistakes never lock out the office behind the same address. Bounded: the oldest key is forgotten.
 */
import type { Clock } from './clock.ts';

export type LimiterRule = {
  /** Tries that cost nothing. */
  free: number;
  /** The wait after the first try beyond; it doubles with each further one. */
  firstWaitMs: number;
  maxWaitMs: number;
  /** Without a try for this long, a key is forgotten. */
  forgetMs: number;
};

type Count = { tries: number; lastMs: number };

export function createLimiter(clock: Clock, rule: LimiterRule, maxKeys = 10_000) {
  const counts = new Map<string, Count>();
  const current = (key: string): Count | undefined => {
    const count = counts.get(key);
    if (count === undefined || clock.now() - count.lastMs < rule.forgetMs) return count;
    counts.delete(key);
    return undefined;
  };
  return {
    /** Milliseconds to wait before the next try; 0 is now. */
    waitMs(key: string): number {
      const count = current(key);
      if (count === undefined || count.tries < rule.free) return 0;
      const wait = Math.min(rule.maxWaitMs, rule.firstWaitMs * 2 ** Math.min(30, count.tries - rule.free));
      return Math.max(0, count.lastMs + wait - clock.now());
    },
    /** Counts one try. */
    count(key: string): void {
      const tries = (current(key)?.tries ?? 0) + 1;
      counts.delete(key);
      counts.set(key, { tries, lastMs: clock.now() });
      const oldest = counts.size > maxKeys ? counts.keys().next() : undefined;
      if (oldest?.done === false) counts.delete(oldest.value);
    },
    forget(key: string): void {
      counts.delete(key);
    },
  };
}
export type Limiter = ReturnType<typeof createLimiter>;
