/**
 * What the rules alone say, takeovers aside: which rule is on, since when and until when. Days are worked out
 * when they are asked for and remembered; what was remembered never changes an answer.
 */
import { calendarDay, DAY_MS, dayNumber } from './calendar-day.ts';
import type { ZoneClock } from './local-time.ts';
import { overlaps, paint, type Stretch } from './paint.ts';
import {
  compareWithinRank,
  runsOvernight,
  windowOn,
  type ReadyRule,
  type RuleRank,
  type RuleWindow,
} from './rule-windows.ts';

/** How far ahead a change is looked for. */
export const HORIZON_MS = 64 * DAY_MS;
const MAX_DAYS = 1500;

/**
 * The rule that is on (absent: none is), since `sinceMs` (absent: since before the look-back) and until
 * `untilMs` (absent: for the whole horizon).
 */
export type RuleRun = {
  ready: ReadyRule | undefined;
  sinceMs: number | undefined;
  untilMs: number | undefined;
  /** Where looking back ended: the start of the year before, in the zone. */
  floorMs: number;
};

export type RuleLayer = {
  runAt(atMs: number): RuleRun;
  /** The windows that are on at `atMs`, the strongest first. */
  windowsAt(atMs: number): RuleWindow[];
};

/** A piece of a day with one winner. Pieces that are known to belong together share a `run`. */
type Piece = Stretch & { ready: ReadyRule | undefined; run: Run | undefined };
type Run = Stretch & { startKnown: boolean; endKnown: boolean; firstDay: number; lastDay: number };

/** The layer of the rules in `ranks`, strongest first, in the zone of `clock`. */
export function createRuleLayer(ranks: readonly RuleRank[], clock: ZoneClock): RuleLayer {
  const days = new Map<number, Piece[]>();

  function piecesOf(day: number): Piece[] {
    let pieces = days.get(day);
    if (pieces === undefined) {
      if (days.size >= MAX_DAYS) days.clear();
      pieces = paintDay(ranks, day, clock);
      days.set(day, pieces);
    }
    return pieces;
  }

  function runOf(atMs: number, floorMs: number): { piece: Piece; run: Run } {
    const day = dayAt(atMs, clock);
    const piece = piecesOf(day).find((each) => atMs < each.endMs);
    if (piece === undefined) throw new Error('a day is covered by its pieces');
    piece.run ??= {
      startMs: piece.startMs,
      endMs: piece.endMs,
      startKnown: false,
      endKnown: false,
      firstDay: day,
      lastDay: day,
    };
    const { run } = piece;
    while (!run.startKnown && run.startMs > floorMs) stepBack(run, piece);
    while (!run.endKnown && run.endMs <= atMs + HORIZON_MS) stepAhead(run, piece);
    return { piece, run };
  }

  function stepBack(run: Run, piece: Piece): void {
    const own = run.startMs;
    const pieces =
      run.startMs > dayStartMs(run.firstDay, clock) ? piecesOf(run.firstDay) : piecesOf((run.firstDay -= 1));
    const before = pieces.findLast((each) => each.startMs < own);
    if (before === undefined) return;
    if (before.ready !== piece.ready) run.startKnown = true;
    else join(run, before);
  }

  function stepAhead(run: Run, piece: Piece): void {
    const own = run.endMs;
    const pieces =
      run.endMs < dayStartMs(run.lastDay + 1, clock) ? piecesOf(run.lastDay) : piecesOf((run.lastDay += 1));
    const after = pieces.find((each) => each.endMs > own);
    if (after === undefined) return;
    if (after.ready !== piece.ready) run.endKnown = true;
    else join(run, after);
  }

  return {
    runAt(atMs) {
      const floorMs = lookBackMs(atMs, clock);
      const { piece, run } = runOf(atMs, floorMs);
      return {
        ready: piece.ready,
        sinceMs: run.startMs > floorMs ? run.startMs : undefined,
        untilMs: run.endKnown && run.endMs <= atMs + HORIZON_MS ? run.endMs : undefined,
        floorMs,
      };
    },
    windowsAt(atMs) {
      const day = dayAt(atMs, clock);
      const instant = { startMs: atMs, endMs: atMs + 1 };
      return ranks.flatMap((rank) => windowsOf(rank, day, instant, clock));
    },
  };
}

function join(run: Run, piece: Piece): void {
  run.startMs = Math.min(run.startMs, piece.startMs);
  run.endMs = Math.max(run.endMs, piece.endMs);
  piece.run = run;
}

/** The winners of one day, from its first instant to the next day's, without gaps. */
function paintDay(ranks: readonly RuleRank[], day: number, clock: ZoneClock): Piece[] {
  const whole = { startMs: dayStartMs(day, clock), endMs: dayStartMs(day + 1, clock) };
  if (whole.startMs >= whole.endMs) return [];
  const pieces: Piece[] = [];
  let free: Stretch[] = [whole];
  for (const rank of ranks) {
    if (free.length === 0) break;
    free = paint(free, windowsOf(rank, day, whole, clock), (taken, window) => {
      pieces.push({ ...taken, ready: window.ready, run: undefined });
    });
  }
  for (const gap of free) pieces.push({ ...gap, ready: undefined, run: undefined });
  return pieces.sort((one, other) => one.startMs - other.startMs);
}

/** The rank's windows that share an instant with `within`, a part of `day`; the strongest first. */
function windowsOf(rank: RuleRank, day: number, within: Stretch, clock: ZoneClock): RuleWindow[] {
  const today = calendarDay(day);
  const yesterday = calendarDay(day - 1);
  // Where the clocks change near midnight, a window can end later than its own day says.
  const irregular = clock.changesWithin(within.startMs - 3 * DAY_MS, within.endMs);
  const earlier = irregular ? [yesterday, calendarDay(day - 2)] : [yesterday];
  const windows: RuleWindow[] = [];
  for (const ready of rank.rules) {
    const starts = irregular || runsOvernight(ready) ? [today, ...earlier] : [today];
    for (const start of starts) {
      const window = windowOn(ready, start, clock);
      if (window !== undefined && overlaps(window, within)) windows.push(window);
    }
  }
  return windows.sort(compareWithinRank);
}

/** The first instant of a day. A day that the zone skipped starts when the next one does. */
function dayStartMs(day: number, clock: ZoneClock): number {
  return clock.startMs(day * DAY_MS);
}

/** The day whose stretch, from its first instant to the next day's, holds `atMs`. */
function dayAt(atMs: number, clock: ZoneClock): number {
  let day = Math.floor(clock.wallMs(atMs) / DAY_MS);
  while (dayStartMs(day, clock) > atMs) day -= 1;
  while (dayStartMs(day + 1, clock) <= atMs) day += 1;
  return day;
}

/** The start of the year before, in the zone: it moves once a year, so that a program's `since` stays put. */
function lookBackMs(atMs: number, clock: ZoneClock): number {
  const { year } = calendarDay(Math.floor(clock.wallMs(atMs) / DAY_MS));
  return dayStartMs(dayNumber(year - 1, 1, 1), clock);
}
