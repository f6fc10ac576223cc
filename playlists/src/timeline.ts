/** What a screen shows over a span of time, and why: both ask the one decision function and add nothing to it. */
import { calendarDay, DAY_MS } from './calendar-day.ts';
import {
  prepare,
  sameProgram,
  type Because,
  type Candidate,
  type Explanation,
  type Prepared,
  type Program,
  type ProgramInput,
} from './program.ts';
import { HORIZON_MS } from './rule-layer.ts';
import { compareRank, type ReadyRule, type RuleWindow } from './rule-windows.ts';
import { targets } from './screen.ts';
import { takeoverMs } from './takeover-layer.ts';
import type { Takeover } from './takeover.ts';

/** The longest span that one call answers. */
export const MAX_TIMELINE_MS = 366 * DAY_MS;

/** The same program is on throughout `[from, to)`. `program` is what `programAt` says at `from`. */
export type Block = { from: Temporal.Instant; to: Temporal.Instant; program: Program };

/**
 * What is on within `[from, to)`, in blocks that touch each other and cover it exactly; neighbours differ. Empty
 * when the span is.
 *
 * @throws RangeError when the span is longer than 366 days, or the screen's zone is unknown to this runtime.
 */
export function timeline(input: ProgramInput, from: Temporal.Instant, to: Temporal.Instant): Block[] {
  if (to.epochMilliseconds - from.epochMilliseconds > MAX_TIMELINE_MS)
    throw new RangeError('a timeline spans at most 366 days');
  const ready = prepare(input);
  const blocks: Block[] = [];
  let at = from;
  while (Temporal.Instant.compare(at, to) < 0) {
    const program = ready.programAt(at);
    const next = earlier(program.until ?? at.add({ milliseconds: HORIZON_MS }), to);
    const last = blocks.at(-1);
    if (last !== undefined && sameProgram(last.program, program)) last.to = next;
    else blocks.push({ from: at, to: next, program });
    at = next;
  }
  return blocks;
}

/**
 * Why this is on at `at`: every takeover and every rule of the input, also of schedules for other screens, with
 * the first reason why it does not play.
 *
 * @throws RangeError when the screen's zone is unknown to this runtime.
 */
export function explain(input: ProgramInput, at: Temporal.Instant): Explanation {
  const ready = prepare(input);
  const atMs = at.epochMilliseconds;
  const program = ready.programAt(at);
  const takeovers = input.takeovers.map((takeover): Candidate => {
    const because = whyNotTakeover(takeover, input, program, atMs);
    const named = { kind: 'takeover', takeoverId: takeover.id } as const;
    return because === undefined ? { ...named, plays: true } : { ...named, plays: false, because };
  });
  const windows = ready.rules.windowsAt(atMs);
  const rules = ready.everyRule.map((each): Candidate => {
    const because = whyNotRule(each, windows, { ready, input, program, atMs });
    const named = {
      kind: 'rule',
      scheduleId: each.schedule.id,
      ruleId: each.rule.id,
      playlistId: each.rule.playlistId,
    } as const;
    return because === undefined ? { ...named, plays: true } : { ...named, plays: false, because };
  });
  return { at, program, candidates: [...takeovers, ...rules] };
}

function whyNotTakeover(takeover: Takeover, input: ProgramInput, program: Program, atMs: number): Because | undefined {
  if (!targets(takeover.target, input.screen)) return 'not-this-screen';
  const { startMs, endMs } = takeoverMs(takeover);
  if (atMs >= endMs) return 'takeover-ended';
  if (atMs < startMs) return 'takeover-not-started';
  if (program.kind === 'takeover' && program.takeoverId === takeover.id) return undefined;
  const winner = input.takeovers.find((each) => program.kind === 'takeover' && each.id === program.takeoverId);
  return winner !== undefined && takeoverMs(winner).startMs === startMs ? 'id-order' : 'later-takeover-wins';
}

type Question = { ready: Prepared; input: ProgramInput; program: Program; atMs: number };

/** `windows`: those on at that instant, the strongest first. */
function whyNotRule(
  each: ReadyRule,
  windows: readonly RuleWindow[],
  { ready, input, program, atMs }: Question,
): Because | undefined {
  if (!targets(each.schedule.target, input.screen)) return 'not-this-screen';
  if (atMs < each.valid.fromMs) return 'not-valid-yet';
  if (atMs >= each.valid.untilMs) return 'no-longer-valid';
  const own = windows.find((window) => window.ready === each);
  const winner = windows[0];
  if (own === undefined || winner === undefined) return whyNotOn(each, ready.clock.wallMs(atMs));
  if (program.kind === 'takeover') return 'takeover-wins';
  if (own === winner) return undefined;
  if (own.ready.rule.priority !== winner.ready.rule.priority) return 'lower-priority';
  if (compareRank(own.ready, winner.ready) !== 0) return 'less-specific';
  return own.dueMs === winner.dueMs ? 'id-order' : 'started-earlier';
}

/** Why no window of the rule is on at this wall-clock time. An overnight part after midnight is asked of the day before. */
function whyNotOn(each: ReadyRule, wallMs: number): Because {
  const today = calendarDay(Math.floor(wallMs / DAY_MS));
  const intoDayMs = wallMs - today.number * DAY_MS;
  const yesterday = calendarDay(today.number - 1);
  const { fromMs, untilMs } = each.daypart;
  if (intoDayMs + DAY_MS < untilMs && each.recursOn(yesterday) && each.exceptedOn(yesterday)) return 'excepted-day';
  if (!each.recursOn(today)) return 'not-this-day';
  const insideDaypart = intoDayMs >= fromMs && intoDayMs < untilMs;
  return each.exceptedOn(today) && insideDaypart ? 'excepted-day' : 'outside-daypart';
}

function earlier(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) <= 0 ? one : other;
}
