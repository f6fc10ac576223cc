/**
 * Every occurrence of every rule of a screen over some days: when it is due, in which pieces it really plays, and who
 * hides the rest and why. The pieces that play are the timeline's own blocks: what a calendar draws is what plays.
 */
import { calendarDay, DAY_MS, dayNumberOf } from './calendar-day.ts';
import type { PlaylistId, RuleId, ScheduleId, TakeoverId } from './ids.ts';
import type { ZoneClock } from './local-time.ts';
import { prepare, type Because, type ProgramInput } from './program.ts';
import { dayStartMs } from './rule-day.ts';
import { compareRank, windowOn, type ReadyRule, type RuleWindow } from './rule-windows.ts';
import { targets } from './screen.ts';
import { timeline, type Block } from './timeline.ts';

/** The most days that one call answers: a month view of six weeks, and a day at each end. */
export const MAX_OCCURRENCE_DAYS = 62;
/** The most occurrences that one call answers; the rest is left out and said so. */
export const MAX_OCCURRENCES = 6_000;

/** What hides a piece, and by which rule of the order. */
export type Hider =
  | { kind: 'takeover'; takeoverId: TakeoverId; because: Because }
  | { kind: 'rule'; scheduleId: ScheduleId; ruleId: RuleId; playlistId: PlaylistId; because: Because };

/** A part of an occurrence, half-open, epoch milliseconds. `hiddenBy` absent: it plays. */
export type OccurrencePiece = { startMs: number; endMs: number; hiddenBy?: Hider };

/** One occurrence. It belongs to the day it starts on (`day`, ISO date), also after midnight. */
export type Occurrence = {
  scheduleId: ScheduleId;
  ruleId: RuleId;
  playlistId: PlaylistId;
  day: string;
  startMs: number;
  endMs: number;
  /** In order, touching each other, cut to the days asked for. */
  pieces: OccurrencePiece[];
};

/** A stretch in which a takeover is on. */
export type TakeoverStretchMs = { takeoverId: TakeoverId; startMs: number; endMs: number };

/** What is due over some days. `complete`: nothing was left out. */
export type Occurrences = { occurrences: Occurrence[]; takeovers: TakeoverStretchMs[]; complete: boolean };

/**
 * The occurrences with an instant in the `days` days from `from` (ISO date), in the zone of the screen.
 *
 * @throws RangeError when `days` is more than {@link MAX_OCCURRENCE_DAYS}, or the zone is unknown to this runtime.
 */
export function occurrencesIn(input: ProgramInput, from: string, days: number): Occurrences {
  if (days > MAX_OCCURRENCE_DAYS) throw new RangeError(`at most ${MAX_OCCURRENCE_DAYS} days`);
  const { clock, everyRule } = prepare(input);
  const first = dayNumberOf(from);
  const span = { startMs: dayStartMs(first, clock), endMs: dayStartMs(first + days, clock) };
  const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
  const blocks = timeline(input, instant(span.startMs), instant(span.endMs));
  const own = everyRule.filter(({ schedule }) => targets(schedule.target, input.screen));
  const windows = windowsIn(own, { first, days, clock, ...span });
  const kept = windows.slice(0, MAX_OCCURRENCES);
  return {
    occurrences: kept.map(({ day, window }) => occurrence(day, window, { blocks, windows, ...span })),
    takeovers: blocks.flatMap(({ program, ...block }) =>
      program.kind === 'takeover' ? { takeoverId: program.takeoverId, ...spanOf(block) } : [],
    ),
    complete: kept.length === windows.length,
  };
}

type Placed = { day: number; window: RuleWindow };
type Span = { startMs: number; endMs: number };

/** One that began two days earlier can still be on where the clocks changed near midnight. */
function windowsIn(
  rules: readonly ReadyRule[],
  { first, days, clock, startMs, endMs }: { first: number; days: number; clock: ZoneClock } & Span,
): Placed[] {
  const found: Placed[] = [];
  for (let day = first - 2; day < first + days; day += 1) {
    const date = calendarDay(day);
    for (const ready of rules) {
      const window = windowOn(ready, date, clock);
      if (window !== undefined && window.startMs < endMs && window.endMs > startMs) found.push({ day, window });
    }
  }
  return found.sort((one, other) => one.window.startMs - other.window.startMs);
}

function occurrence(
  day: number,
  window: RuleWindow,
  { blocks, windows, startMs, endMs }: { blocks: readonly Block[]; windows: readonly Placed[] } & Span,
): Occurrence {
  const { schedule, rule } = window.ready;
  const pieces: OccurrencePiece[] = [];
  for (const block of blocks) {
    const { startMs: from, endMs: to } = spanOf(block);
    const piece = { startMs: Math.max(from, window.startMs, startMs), endMs: Math.min(to, window.endMs, endMs) };
    if (piece.startMs >= piece.endMs) continue;
    const hiddenBy = hider(window, block, piece, windows);
    pieces.push(hiddenBy === undefined ? piece : { ...piece, hiddenBy });
  }
  return {
    scheduleId: schedule.id,
    ruleId: rule.id,
    playlistId: rule.playlistId,
    day: new Date(day * DAY_MS).toISOString().slice(0, 10),
    startMs: window.startMs,
    endMs: window.endMs,
    pieces,
  };
}

function hider({ ready, dueMs }: RuleWindow, block: Block, piece: Span, windows: readonly Placed[]): Hider | undefined {
  const { program } = block;
  if (program.kind === 'takeover')
    return { kind: 'takeover', takeoverId: program.takeoverId, because: 'takeover-wins' };
  if (program.kind === 'empty') return undefined;
  const { scheduleId, ruleId, playlistId } = program;
  if (scheduleId === ready.schedule.id && ruleId === ready.rule.id) return undefined;
  const winner = windows.find(
    ({ window }) =>
      window.ready.rule.id === ruleId &&
      window.ready.schedule.id === scheduleId &&
      window.startMs <= piece.startMs &&
      window.endMs > piece.startMs,
  )?.window;
  return { kind: 'rule', scheduleId, ruleId, playlistId, because: becauseOf(ready, dueMs, winner) };
}

function becauseOf(ready: ReadyRule, dueMs: number, winner: RuleWindow | undefined): Because {
  if (winner === undefined || winner.ready.rule.priority !== ready.rule.priority) return 'lower-priority';
  if (compareRank(winner.ready, ready) !== 0) return 'less-specific';
  return winner.dueMs === dueMs ? 'id-order' : 'started-earlier';
}

function spanOf(block: Pick<Block, 'from' | 'to'>): Span {
  return { startMs: block.from.epochMilliseconds, endMs: block.to.epochMilliseconds };
}
