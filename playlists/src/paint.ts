/** Laying windows over a stretch of time, best first: each takes only what is still free. */

/** A half-open stretch `[startMs, endMs)` of epoch milliseconds. */
export type Stretch = { startMs: number; endMs: number };

/**
 * Lays `windows` in their order into the free stretches `free` (sorted, apart). `onTaken` is told each piece that
 * a window gets. Answers what is still free, sorted.
 */
export function paint<W extends Stretch>(
  free: readonly Stretch[],
  windows: Iterable<W>,
  onTaken: (piece: Stretch, window: W) => void,
): Stretch[] {
  let left = [...free];
  for (const window of windows) {
    if (left.length === 0) break;
    if (window.startMs >= window.endMs || !left.some((gap) => overlaps(gap, window))) continue;
    const rest: Stretch[] = [];
    for (const gap of left) {
      if (!overlaps(gap, window)) {
        rest.push(gap);
        continue;
      }
      const startMs = Math.max(gap.startMs, window.startMs);
      const endMs = Math.min(gap.endMs, window.endMs);
      onTaken({ startMs, endMs }, window);
      if (gap.startMs < startMs) rest.push({ startMs: gap.startMs, endMs: startMs });
      if (endMs < gap.endMs) rest.push({ startMs: endMs, endMs: gap.endMs });
    }
    left = rest;
  }
  return left;
}

/** Whether the two share an instant. */
export function overlaps(one: Stretch, other: Stretch): boolean {
  return one.startMs < other.endMs && other.startMs < one.endMs;
}
