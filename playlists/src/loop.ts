/**
 * The loop: which entry of a playlist shows at an instant, in closed form from an anchor. No timers: after a
 * sleep or a restart the position is simply computed again. Plain milliseconds, so the page on the wall needs no Temporal.
 */

/** One turn in the loop. `version` changes when the item's content or media change. */
export type LoopEntry = {
  key: string;
  version: string;
  durationMs: number;
  turns?: readonly { version: string; item: unknown }[] | undefined;
};

/** Where the loop stands. `index` is into all entries. Epoch milliseconds, half-open `[startsAtMs, endsAtMs)`. */
export type LoopPosition<E extends LoopEntry = LoopEntry> = {
  entry: E;
  index: number;
  startsAtMs: number;
  endsAtMs: number;
  /** How many whole rounds went by since the anchor; negative before it. Decides which turn a place shows. */
  cycle: number;
};

/**
 * The entry at `atMs`, when the loop of `entries` has begun anew at `anchorMs` and every full length after
 * and before it (epoch ms). Entries whose key is in `excluded` take no time. Absent when nothing is left to show.
 * Keys are unique among `entries`, durations positive whole milliseconds.
 */
export function loopAt<E extends LoopEntry>(
  entries: readonly E[],
  anchorMs: number,
  atMs: number,
  excluded: ReadonlySet<string> = new Set(),
): LoopPosition<E> | undefined {
  const totalMs = entries.reduce((sum, entry) => (excluded.has(entry.key) ? sum : sum + entry.durationMs), 0);
  if (totalMs <= 0) return undefined;
  const cycle = Math.floor((atMs - anchorMs) / totalMs);
  const intoMs = atMs - anchorMs - cycle * totalMs;
  let beforeMs = 0;
  for (const [index, entry] of entries.entries()) {
    if (excluded.has(entry.key)) continue;
    if (intoMs < beforeMs + entry.durationMs) {
      const startsAtMs = atMs - (intoMs - beforeMs);
      return { entry, index, startsAtMs, endsAtMs: startsAtMs + entry.durationMs, cycle };
    }
    beforeMs += entry.durationMs;
  }
  return undefined;
}

/**
 * The anchor (epoch ms) under which the loop of `next` goes on from where `previous` stood at `atMs`. The entry
 * that was on keeps its turn and its start, if it is still there and its time, perhaps a new one, is not over; if
 * it is over, the entry after it starts now. If the entry is gone, the first survivor after it starts now. With
 * nothing to go on from, the loop begins now. Rounds that went by are kept: places that show another turn each round
 * (`turns.ts`) go on in their order.
 */
export function reanchor(
  previous: { entries: readonly LoopEntry[]; anchorMs: number; excluded?: ReadonlySet<string> },
  next: { entries: readonly LoopEntry[]; excluded?: ReadonlySet<string> },
  atMs: number,
): number {
  const was = loopAt(previous.entries, previous.anchorMs, atMs, previous.excluded);
  if (was === undefined) return atMs;
  const turns = turnsOf(next.entries, next.excluded);
  const totalMs = [...turns.values()].reduce((sum, turn) => sum + turn.durationMs, 0);
  const same = turns.get(was.entry.key);
  if (same !== undefined)
    return (
      (was.startsAtMs + same.durationMs > atMs
        ? was.startsAtMs - same.startMs
        : atMs - same.startMs - same.durationMs) -
      was.cycle * totalMs
    );
  const later = previous.entries.slice(was.index + 1).find((entry) => turns.has(entry.key));
  if (later !== undefined) return atMs - (turns.get(later.key)?.startMs ?? 0) - was.cycle * totalMs;
  const first = previous.entries.slice(0, was.index).find((entry) => turns.has(entry.key));
  // It comes in the next round.
  return atMs - (first === undefined ? 0 : (turns.get(first.key)?.startMs ?? 0)) - (was.cycle + 1) * totalMs;
}

/** For each key its turn: when it starts, counted from the loop's beginning, and how long it lasts. */
function turnsOf(
  entries: readonly LoopEntry[],
  excluded: ReadonlySet<string> = new Set(),
): Map<string, { startMs: number; durationMs: number }> {
  const turns = new Map<string, { startMs: number; durationMs: number }>();
  let startMs = 0;
  for (const { key, durationMs } of entries) {
    if (excluded.has(key)) continue;
    turns.set(key, { startMs, durationMs });
    startMs += durationMs;
  }
  return turns;
}
