/**
 * The loop: which entry of a playlist shows at an instant, in closed form from an anchor. No timers: after a
 * sleep or a restart the position is simply computed again. Plain milliseconds, so the page on the wall needs no Temporal.
 */

/** One turn in the loop. `version` changes when the item's content or media change. */
export type LoopEntry = { key: string; version: string; durationMs: number };

/** Where the loop stands. Epoch milliseconds, half-open `[startsAtMs, endsAtMs)`. */
export type LoopPosition<E extends LoopEntry = LoopEntry> = {
  entry: E;
  index: number;
  startsAtMs: number;
  endsAtMs: number;
};

/**
 * The entry at `atMs`, when the loop of `entries` has begun anew at `anchorMs` and every full length after
 * and before it. Entries whose key is in `excluded` take no time. Absent when nothing is left to show.
 */
export function loopAt<E extends LoopEntry>(
  entries: readonly E[],
  anchorMs: number,
  atMs: number,
  excluded: ReadonlySet<string> = new Set(),
): LoopPosition<E> | undefined {
  const totalMs = entries.reduce((sum, entry) => (excluded.has(entry.key) ? sum : sum + entry.durationMs), 0);
  if (totalMs <= 0) return undefined;
  const intoMs = (((atMs - anchorMs) % totalMs) + totalMs) % totalMs;
  let beforeMs = 0;
  for (const [index, entry] of entries.entries()) {
    if (excluded.has(entry.key)) continue;
    if (intoMs < beforeMs + entry.durationMs) {
      const startsAtMs = atMs - (intoMs - beforeMs);
      return { entry, index, startsAtMs, endsAtMs: startsAtMs + entry.durationMs };
    }
    beforeMs += entry.durationMs;
  }
  return undefined;
}

/**
 * The anchor under which the loop of `next` goes on from where `previous` stood at `atMs`: an entry that is
 * still there keeps its turn and its start; if it is gone, the first survivor after it starts now.
 */
export function reanchor(
  previous: { entries: readonly LoopEntry[]; anchorMs: number; excluded?: ReadonlySet<string> },
  next: { entries: readonly LoopEntry[]; excluded?: ReadonlySet<string> },
  atMs: number,
): number {
  const was = loopAt(previous.entries, previous.anchorMs, atMs, previous.excluded);
  if (was === undefined) return atMs;
  const offsets = startOffsets(next.entries, next.excluded);
  const kept = offsets.get(was.entry.key);
  const keptEntry = next.entries.find((entry) => entry.key === was.entry.key);
  if (kept !== undefined && keptEntry !== undefined && atMs < was.startsAtMs + keptEntry.durationMs)
    return was.startsAtMs - kept;
  const order = [...previous.entries.slice(was.index + 1), ...previous.entries.slice(0, was.index)];
  const survivor = order.find((entry) => offsets.has(entry.key));
  return atMs - (survivor === undefined ? 0 : (offsets.get(survivor.key) ?? 0));
}

function startOffsets(entries: readonly LoopEntry[], excluded: ReadonlySet<string> = new Set()): Map<string, number> {
  const offsets = new Map<string, number>();
  let beforeMs = 0;
  for (const entry of entries) {
    if (excluded.has(entry.key)) continue;
    offsets.set(entry.key, beforeMs);
    beforeMs += entry.durationMs;
  }
  return offsets;
}
