/**
 * What a screen was expected to play over a span, by the content of a manifest: how often each entry's turn comes within
 * the programs that were due and the power hours. An expectation, not a record: content that changed since is not known.
 */
import { placesOf } from './feed-places.ts';
import { windowMs } from './local-time.ts';
import type { Manifest } from './manifest.ts';
import type { Entry } from './playlist.ts';
import { powerAt } from './power.ts';
import { prepare, programInputOf } from './program.ts';
import { timeline } from './timeline.ts';

/** How often an entry is expected, and for how long in all (milliseconds). `ofId`: the playlist or the takeover. */
export type ExpectedPlays = { ofId: string; entryId: string; isTakeover: boolean; plays: number; lengthMs: number };

/** The expectation, and how long a takeover held the screen and how long it was meant to be dark. */
export type Expectation = { entries: ExpectedPlays[]; takeoverMs: number; darkMs: number };

/**
 * What is expected of the screen of `manifest` within `[fromMs, toMs)` (epoch ms).
 *
 * @throws RangeError when the span is longer than 366 days, or the screen's zone is unknown to this runtime.
 */
export function expectedPlays(manifest: Manifest, fromMs: number, toMs: number): Expectation {
  const input = programInputOf(manifest);
  const { clock } = prepare(input);
  const found = new Map<string, ExpectedPlays>();
  let takeoverMs = 0;
  let darkMs = 0;
  const add = (isTakeover: boolean, ofId: string, entryId: string, plays: number, lengthMs: number) => {
    const key = `${isTakeover ? 't' : 'p'} ${ofId} ${entryId}`;
    const known = found.get(key) ?? { ofId, entryId, isTakeover, plays: 0, lengthMs: 0 };
    found.set(key, { ...known, plays: known.plays + plays, lengthMs: known.lengthMs + lengthMs });
  };

  const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.floor(ms));
  for (const block of timeline(input, instant(fromMs), instant(toMs))) {
    const { program } = block;
    const [startMs, endMs] = [block.from.epochMilliseconds, block.to.epochMilliseconds];
    if (program.kind === 'empty') continue;
    const isTakeover = program.kind === 'takeover';
    if (isTakeover) takeoverMs += endMs - startMs;
    if (isTakeover && program.playlistId === undefined) {
      add(true, program.takeoverId, program.takeoverId, 1, endMs - startMs);
      continue;
    }
    const entries = manifest.playlists.find(({ id }) => id === program.playlistId)?.entries ?? [];
    const valid = entries.filter((entry) => entry.enabled).map((entry) => ({ entry, ...windowMs(entry.valid, clock) }));
    const edges = valid.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]);
    for (const [pieceMs, pieceEndMs] of pieces(startMs, endMs, edges)) {
      const litFor = isTakeover ? pieceEndMs - pieceMs : litWithin(manifest.screen, pieceMs, pieceEndMs);
      darkMs += pieceEndMs - pieceMs - litFor;
      const turns = valid.filter(({ fromMs, untilMs }) => fromMs <= pieceMs && pieceMs < untilMs);
      const cycleMs = turns.reduce((sum, { entry }) => sum + entry.durationMs * placesIn(entry), 0);
      if (cycleMs === 0) continue;
      for (const { entry } of turns) {
        const ofId = isTakeover ? program.takeoverId : (program.playlistId ?? '');
        const places = placesIn(entry);
        if (places === 0) continue;
        add(isTakeover, ofId, entry.id, (litFor * places) / cycleMs, (litFor * entry.durationMs * places) / cycleMs);
      }
    }
  }
  const entries = [...found.values()].map((one) => ({
    ...one,
    plays: Math.round(one.plays),
    lengthMs: Math.round(one.lengthMs),
  }));
  return { entries: entries.filter(({ plays }) => plays > 0), takeoverMs, darkMs };
}

/** How often an entry comes in one round of the loop: a feed shows several stories, or none. */
function placesIn({ item }: Entry): number {
  if (item.kind === 'feed') return placesOf(item);
  return item.kind === 'story' && item.shown === undefined ? 0 : 1;
}

/** `[startMs, endMs)` cut where something changes within it. */
function pieces(startMs: number, endMs: number, edges: readonly number[]): [number, number][] {
  const cuts = [...new Set(edges.filter((edge) => edge > startMs && edge < endMs))].sort((a, b) => a - b);
  const points = [startMs, ...cuts, endMs];
  return points.slice(1).map((end, index) => [points[index] ?? startMs, end]);
}

function litWithin(screen: Parameters<typeof powerAt>[0], fromMs: number, toMs: number): number {
  let sum = 0;
  for (let atMs = fromMs; atMs < toMs;) {
    const power = powerAt(screen, atMs);
    const endMs = Math.min(toMs, power.untilMs ?? toMs);
    if (power.on) sum += endMs - atMs;
    atMs = endMs;
  }
  return sum;
}
