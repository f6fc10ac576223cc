/**
 * What the rules alone say, takeovers aside: which rule is on, since when and until when. Days are worked out
 * when they are asked for and remembered; what was remembered never changes an answer.
 */
import { calendarDay, DAY_MS, dayNumber } from './calendar-day.ts';
import type { ZoneClock } from './local-time.ts';
import type { Stretch } from './paint.ts';
import { dayAt, dayStartMs, paintDay, windowsOf, type Piece } from './rule-day.ts';
import type { ReadyRule, RuleRank, RuleWindow } from './rule-windows.ts';

/** How far ahead a change is looked for. */
export const HORIZON_MS = 64 * DAY_MS;
/** What is remembered: days near those that were asked about, and whole runs. Beyond that it is worked out again. */
const MAX_DAYS = 400;
const MAX_RUNS = 64;
const NEAR_DAYS = 2;

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

/** The rules of one screen, ready to be asked. Times are epoch milliseconds. */
export type RuleLayer = {
  runAt(atMs: number): RuleRun;
  /** The windows that are on at `atMs`, the strongest first. */
  windowsAt(atMs: number): RuleWindow[];
};

/** A stretch with one winner, as far as it is known: an end that is not known yet lies at the end of a day. */
type Run = Stretch & {
  ready: ReadyRule | undefined;
  startKnown: boolean;
  endKnown: boolean;
  /** The days that hold its start and its end, and the day from which it was found. */
  firstDay: number;
  lastDay: number;
  foundOn: number;
};

/** The layer of the rules in `ranks`, strongest first, in the zone of `clock`. */
export function createRuleLayer(ranks: readonly RuleRank[], clock: ZoneClock): RuleLayer {
  const days = new Map<number, Piece[]>();
  let runs: Run[] = [];

  function piecesOf(day: number, keep: boolean): Piece[] {
    const known = days.get(day);
    if (known !== undefined) return known;
    const pieces = paintDay(ranks, day, clock);
    if (keep) {
      if (days.size >= MAX_DAYS) days.clear();
      days.set(day, pieces);
    }
    return pieces;
  }

  function runAround(atMs: number): Run {
    const known = runs.find((each) => each.startMs <= atMs && atMs < each.endMs);
    if (known !== undefined) return known;
    const day = dayAt(atMs, clock);
    const piece = piecesOf(day, true).find((each) => atMs < each.endMs);
    if (piece === undefined) throw new Error('a day is covered by its pieces');
    const run = { ...piece, startKnown: false, endKnown: false, firstDay: day, lastDay: day, foundOn: day };
    if (runs.length >= MAX_RUNS) runs = runs.slice(MAX_RUNS / 2);
    runs.push(run);
    return run;
  }

  function stepBack(run: Run): void {
    if (run.startMs <= dayStartMs(run.firstDay, clock)) run.firstDay -= 1;
    const pieces = piecesOf(run.firstDay, run.foundOn - run.firstDay <= NEAR_DAYS);
    const before = pieces.findLast((each) => each.startMs < run.startMs);
    if (before === undefined) return;
    if (before.ready === run.ready) run.startMs = before.startMs;
    else run.startKnown = true;
  }

  function stepAhead(run: Run): void {
    if (run.endMs >= dayStartMs(run.lastDay + 1, clock)) run.lastDay += 1;
    const pieces = piecesOf(run.lastDay, run.lastDay - run.foundOn <= NEAR_DAYS);
    const after = pieces.find((each) => each.endMs > run.endMs);
    if (after === undefined) return;
    if (after.ready === run.ready) run.endMs = after.endMs;
    else run.endKnown = true;
  }

  return {
    runAt(atMs) {
      const floorMs = lookBackMs(atMs, clock);
      const run = runAround(atMs);
      while (!run.startKnown && run.startMs > floorMs) stepBack(run);
      while (!run.endKnown && run.endMs <= atMs + HORIZON_MS) stepAhead(run);
      return {
        ready: run.ready,
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

/** The start of the year before, in the zone: it moves once a year, so that a program's `since` stays put. */
function lookBackMs(atMs: number, clock: ZoneClock): number {
  const { year } = calendarDay(Math.floor(clock.wallMs(atMs) / DAY_MS));
  return dayStartMs(dayNumber(year - 1, 1, 1), clock);
}
