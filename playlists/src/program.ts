/**
 * The one decision function: what a screen shows at an instant. Pure: the same answer in the server, the
 * kiosk and the panel. It knows playlists by id only; which item of a playlist shows is `loop.ts`.
 */
import type { PlaylistId, RuleId, ScheduleId, TakeoverId } from './ids.ts';
import { createZoneClock, type ZoneClock } from './local-time.ts';
import type { Manifest } from './manifest.ts';
import { createRuleLayer, HORIZON_MS, type RuleLayer } from './rule-layer.ts';
import { ranksOf, readyRules, type ReadyRule } from './rule-windows.ts';
import type { Schedule } from './schedule.ts';
import { targets, type Screen } from './screen.ts';
import { createTakeoverLayer, type TakeoverLayer, type TakeoverStretch } from './takeover-layer.ts';
import type { Takeover } from './takeover.ts';

/** Everything the decision depends on for one screen. Schedules and takeovers for other screens are ignored. */
export type ProgramInput = {
  screen: Pick<Screen, 'id' | 'groups' | 'zone'>;
  schedules: readonly Schedule[];
  takeovers: readonly Takeover[];
};

/**
 * What is on. `since` is when it became so, looking back to the start of the year before (in the screen's zone) at
 * the furthest. `until` is when something else is due (absent: nothing within 64 days). Half-open: at `until` the
 * next program is on.
 */
export type Program =
  | {
      kind: 'takeover';
      takeoverId: TakeoverId;
      playlistId?: PlaylistId;
      since: Temporal.Instant;
      until: Temporal.Instant;
    }
  | {
      kind: 'scheduled';
      scheduleId: ScheduleId;
      ruleId: RuleId;
      playlistId: PlaylistId;
      since: Temporal.Instant;
      until: Temporal.Instant | undefined;
    }
  | { kind: 'empty'; since: Temporal.Instant | undefined; until: Temporal.Instant | undefined };

/** Why a candidate does not play, in codes the panel words. */
export type Because =
  | 'not-this-screen'
  | 'takeover-ended'
  | 'takeover-not-started'
  | 'not-valid-yet'
  | 'no-longer-valid'
  | 'not-this-day'
  | 'excepted-day'
  | 'outside-daypart'
  | 'takeover-wins'
  | 'later-takeover-wins'
  | 'lower-priority'
  | 'less-specific'
  | 'started-earlier'
  | 'id-order';

/** A takeover or a rule that might play, and if it does not, why not. */
export type Candidate =
  | { kind: 'takeover'; takeoverId: TakeoverId; plays: true }
  | { kind: 'takeover'; takeoverId: TakeoverId; plays: false; because: Because }
  | { kind: 'rule'; scheduleId: ScheduleId; ruleId: RuleId; playlistId: PlaylistId; plays: true }
  | { kind: 'rule'; scheduleId: ScheduleId; ruleId: RuleId; playlistId: PlaylistId; plays: false; because: Because };

/** What is on at `at`, and for every candidate whether it plays. */
export type Explanation = { at: Temporal.Instant; program: Program; candidates: Candidate[] };

/**
 * An input made ready to be asked many times: rules sorted, the zone's changes and the days' windows remembered.
 * What it remembers never changes an answer. The input must not be changed afterwards.
 */
export type Prepared = {
  /** What is on at `at`. */
  programAt(at: Temporal.Instant): Program;
  clock: ZoneClock;
  rules: RuleLayer;
  takeovers: TakeoverLayer;
  /** All rules, those of schedules for other screens too. */
  everyRule: readonly ReadyRule[];
};

const prepared = new WeakMap<ProgramInput, Prepared>();
const inputs = new WeakMap<Manifest, ProgramInput>();

/**
 * What a screen shows at an instant. Pure, and total for parsed inputs: content never makes it throw.
 *
 * The takeover that started last wins over every rule; it runs from `startsAt` to the earlier of `endsAt` and
 * `endedAt`. Among rules: the higher priority, then the more specific recurrence (dates, yearly, monthly, rrule,
 * weekly, daily), then the later start, then the schedule's id, then the rule's. An RRULE that cannot be
 * evaluated names no day.
 *
 * @param input The same object again is answered from what was prepared for it; it must not be changed.
 * @throws RangeError when the screen's zone is unknown to this runtime.
 */
export function programAt(input: ProgramInput, at: Temporal.Instant): Program {
  return prepare(input).programAt(at);
}

/**
 * The input made ready, once for each object.
 *
 * @throws RangeError when the screen's zone is unknown to this runtime.
 */
export function prepare(input: ProgramInput): Prepared {
  const known = prepared.get(input);
  if (known !== undefined) return known;
  const { screen } = input;
  const clock = createZoneClock(screen.zone);
  const everyRule = readyRules(input.schedules, clock);
  const rules = createRuleLayer(ranksOf(everyRule.filter(({ schedule }) => targets(schedule.target, screen))), clock);
  const takeovers = createTakeoverLayer(input.takeovers.filter(({ target }) => targets(target, screen)));
  const made = {
    clock,
    rules,
    takeovers,
    everyRule,
    programAt: (at: Temporal.Instant) => decide(rules, takeovers, at.epochMilliseconds),
  };
  prepared.set(input, made);
  return made;
}

/** What of a manifest decides the program; the same object for the same manifest. */
export function programInputOf(manifest: Manifest): ProgramInput {
  const known = inputs.get(manifest);
  if (known !== undefined) return known;
  const input = { screen: manifest.screen, schedules: manifest.schedules, takeovers: manifest.takeovers };
  inputs.set(manifest, input);
  return input;
}

/** Whether two programs are the same one going on: the same takeover, the same rule, or nothing both times. */
export function sameProgram(one: Program, other: Program): boolean {
  if (one.kind === 'takeover') return other.kind === 'takeover' && one.takeoverId === other.takeoverId;
  if (one.kind === 'empty') return other.kind === 'empty';
  return other.kind === 'scheduled' && one.scheduleId === other.scheduleId && one.ruleId === other.ruleId;
}

function decide(rules: RuleLayer, takeovers: TakeoverLayer, atMs: number): Program {
  const stretch = takeovers.stretchAt(atMs);
  if (stretch.takeover !== undefined) return takenOver(stretch.takeover, stretch);
  const run = rules.runAt(atMs);
  const changesMs = Math.min(run.untilMs ?? Number.POSITIVE_INFINITY, stretch.endMs);
  const until = changesMs <= atMs + HORIZON_MS ? instant(changesMs) : undefined;
  const sinceMs = Math.max(run.sinceMs ?? run.floorMs, stretch.startMs);
  if (run.ready === undefined) {
    const known = run.sinceMs !== undefined || stretch.startMs > run.floorMs;
    return { kind: 'empty', since: known ? instant(sinceMs) : undefined, until };
  }
  const { schedule, rule } = run.ready;
  return {
    kind: 'scheduled',
    scheduleId: schedule.id,
    ruleId: rule.id,
    playlistId: rule.playlistId,
    since: instant(sinceMs),
    until,
  };
}

function takenOver(takeover: Takeover, stretch: TakeoverStretch): Program {
  const { content } = takeover;
  return {
    kind: 'takeover',
    takeoverId: takeover.id,
    ...(content.kind === 'playlist' ? { playlistId: content.playlistId } : {}),
    since: instant(stretch.startMs),
    until: instant(stretch.endMs),
  };
}

function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms);
}
