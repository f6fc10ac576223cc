/** Waits between tries: doubling, capped, with full jitter, so that many screens never come back at once. */

export type Backoff = {
  /** The wait before the next try, in ms; each call counts as one more failure. */
  nextMs(): number;
  reset(): void;
};

export function createBackoff(options: {
  firstMs: number;
  maxMs: number;
  random: () => number;
  /** Never wait less than this, e.g. where a try is dear. */
  leastMs?: number;
}): Backoff {
  let failures = 0;
  return {
    nextMs() {
      const ceilingMs = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(failures, 30));
      failures += 1;
      return Math.max(options.leastMs ?? 0, Math.round(options.random() * ceilingMs));
    },
    reset() {
      failures = 0;
    },
  };
}
