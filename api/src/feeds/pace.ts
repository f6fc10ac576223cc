/** When a source is asked again: as often as it brings something, never more often than it allows, later after each failure. Pure. */

const MINUTE_MS = 60_000;
export const SHORTEST_MS = 15 * MINUTE_MS;
export const LONGEST_MS = 24 * 60 * MINUTE_MS;
/** What a source asks for (`Retry-After`, `ttl`) is heeded up to this. */
const HEEDED_MS = 7 * LONGEST_MS;
/** A source is asked twice in the usual time between two of its stories. */
const LOOKS_PER_STORY = 2;
const NEWEST = 10;

/** After a good answer. `datesMs`: of the stories it has, newest first. */
export function paceAfter(datesMs: readonly number[], ttlMs: number | undefined, nowMs: number): number {
  const newest = datesMs.slice(0, NEWEST);
  const last = newest.at(-1);
  const spanMs = last === undefined ? LONGEST_MS : Math.max(0, nowMs - last) / Math.max(1, newest.length);
  const ownMs = clamp(spanMs / LOOKS_PER_STORY, SHORTEST_MS, LONGEST_MS);
  return Math.max(ownMs, Math.min(ttlMs ?? 0, LONGEST_MS));
}

/** After the `failures`th failure in a row. */
export function paceAfterFailure(failures: number, retryAfterMs: number | undefined): number {
  const ownMs = clamp(SHORTEST_MS * 2 ** Math.min(failures - 1, 20), SHORTEST_MS, LONGEST_MS);
  return Math.max(ownMs, Math.min(retryAfterMs ?? 0, HEEDED_MS));
}

/** So that sources that were added together are not asked together for ever: up to a tenth later. */
export function jittered(ms: number, random: number): number {
  return Math.round(ms * (1 + random / 10));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
