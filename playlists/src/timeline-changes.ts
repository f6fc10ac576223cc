/** What a change of schedules changes on a screen: the stretches in which something else plays than before. */
import type { PlaylistId } from './ids.ts';
import type { Program, ProgramInput } from './program.ts';
import { timeline } from './timeline.ts';

/** Half-open, epoch milliseconds. An absent playlist: nothing was due, or a takeover is on. */
export type TimelineChange = {
  startMs: number;
  endMs: number;
  before?: PlaylistId | undefined;
  after?: PlaylistId | undefined;
};

/**
 * The stretches of `[from, to)` in which another playlist is due after than before; neighbours that change alike are
 * one.
 *
 * @throws RangeError when the span is longer than 366 days, or the screen's zone is unknown to this runtime.
 */
export function timelineChanges(
  before: ProgramInput,
  after: ProgramInput,
  from: Temporal.Instant,
  to: Temporal.Instant,
): TimelineChange[] {
  const [old, fresh] = [timeline(before, from, to), timeline(after, from, to)];
  const edges = [...new Set([...old, ...fresh].map((block) => block.from.epochMilliseconds))].toSorted((a, b) => a - b);
  const changes: TimelineChange[] = [];
  let [left, right] = [0, 0];
  for (const [index, startMs] of edges.entries()) {
    const endMs = edges[index + 1] ?? to.epochMilliseconds;
    while ((old[left]?.to.epochMilliseconds ?? Number.POSITIVE_INFINITY) <= startMs) left += 1;
    while ((fresh[right]?.to.epochMilliseconds ?? Number.POSITIVE_INFINITY) <= startMs) right += 1;
    const change = { before: playlistOf(old[left]?.program), after: playlistOf(fresh[right]?.program) };
    const last = changes.at(-1);
    if (change.before === change.after) continue;
    if (last?.endMs === startMs && last.before === change.before && last.after === change.after) last.endMs = endMs;
    else changes.push({ startMs, endMs, ...change });
  }
  return changes;
}

function playlistOf(program: Program | undefined): PlaylistId | undefined {
  return program?.kind === 'scheduled' ? program.playlistId : undefined;
}
