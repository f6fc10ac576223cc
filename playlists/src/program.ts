/**
 * The one decision function: what a screen shows at an instant. Pure: the same answer in the server, the
 * kiosk and the panel. It knows playlists by id only; which item of a playlist shows is `loop.ts`.
 */
import type { PlaylistId, RuleId, ScheduleId, TakeoverId } from './ids.ts';
import type { Schedule } from './schedule.ts';
import type { Screen } from './screen.ts';
import type { Takeover } from './takeover.ts';

/** Everything the decision depends on for one screen. Schedules and takeovers for other screens are ignored. */
export type ProgramInput = {
  screen: Pick<Screen, 'id' | 'groups' | 'zone'>;
  schedules: readonly Schedule[];
  takeovers: readonly Takeover[];
};

/**
 * What is on. `since` is when it became so and `until` when something else is due (absent: never, as far as
 * rules within the horizon say). Half-open: at `until` the next program is on.
 */
export type Program =
  | { kind: 'takeover'; takeoverId: TakeoverId; playlistId?: PlaylistId; since: Temporal.Instant; until: Temporal.Instant }
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

export type Candidate =
  | { kind: 'takeover'; takeoverId: TakeoverId; plays: true }
  | { kind: 'takeover'; takeoverId: TakeoverId; plays: false; because: Because }
  | { kind: 'rule'; scheduleId: ScheduleId; ruleId: RuleId; playlistId: PlaylistId; plays: true }
  | { kind: 'rule'; scheduleId: ScheduleId; ruleId: RuleId; playlistId: PlaylistId; plays: false; because: Because };

export type Explanation = { at: Temporal.Instant; program: Program; candidates: Candidate[] };
