/** What the panel reads: the nouns with what the server knows about them. Shapes of the answers of `/api`. */
import { z } from 'zod';
import { ScreenHealth } from './health.ts';
import { Heartbeat } from './heartbeat.ts';
import { GroupName, PlaylistId, ScheduleId, ScreenId, TakeoverId, UserId } from './ids.ts';
import { Language } from './localized.ts';
import { Now } from './now.ts';
import { Playlist } from './playlist.ts';
import { Screen } from './screen.ts';
import { Takeover } from './takeover.ts';

/** What a user of the panel may do. */
export const Role = z.enum(['admin', 'editor', 'moderator', 'hr', 'viewer']);
export type Role = z.infer<typeof Role>;

/** A user of the panel, without secrets. */
export const UserView = z.strictObject({
  id: UserId,
  email: z.email(),
  name: z.string(),
  role: Role,
  language: Language,
});
export type UserView = z.infer<typeof UserView>;

/** `GET /api/session`. `setupNeeded`: nobody can sign in yet; follow the set-up link. */
export const SessionView = z.strictObject({ setupNeeded: z.boolean(), user: UserView.optional() });
export type SessionView = z.infer<typeof SessionView>;

/** A screen with what the server knows of it. */
export const ScreenView = z.strictObject({
  screen: Screen,
  health: ScreenHealth,
  /** Since when it is so, as far as it was watched. */
  healthSince: z.iso.datetime().optional(),
  /** When the last heartbeat or request of this screen arrived; absent: never. */
  lastHeardAt: z.iso.datetime().optional(),
  heartbeat: Heartbeat.optional(),
  /** A live push connection is open at this moment. */
  connected: z.boolean(),
  /** Whether it plays the manifest that is current. Absent while nothing was heard. */
  upToDate: z.boolean().optional(),
  /** What it shows now by the one decision function, with the loop's anchor as last heard. */
  now: Now,
});
export type ScreenView = z.infer<typeof ScreenView>;

/** A playlist as a file in the library, with its state there. */
export const PlaylistView = z.strictObject({
  playlist: Playlist,
  revision: z.int(),
  updatedAt: z.iso.datetime().optional(),
  updatedBy: z.string().optional(),
  /** Where it plays: schedules whose rules name it. */
  usedIn: z.array(z.strictObject({ scheduleId: ScheduleId, name: z.string() })),
});
export type PlaylistView = z.infer<typeof PlaylistView>;

/** A library file that was refused; the last good version plays on. */
export const LibraryFault = z.strictObject({
  file: z.string(),
  line: z.int().min(1).optional(),
  column: z.int().min(1).optional(),
  field: z.string().optional(),
  /** In English, for the log and for programs. */
  reason: z.string(),
  /** What the panel makes its own sentence of, in the reader's language. */
  code: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  since: z.iso.datetime(),
});
export type LibraryFault = z.infer<typeof LibraryFault>;

/** A takeover with the screens it reached. */
export const TakeoverView = z.strictObject({
  takeover: Takeover,
  state: z.enum(['planned', 'running', 'ended']),
  /** Screens that confirmed showing it, and those that were meant and did not. */
  reached: z.array(z.strictObject({ screenId: ScreenId, name: z.string(), at: z.iso.datetime() })),
  notReached: z.array(
    z.strictObject({ screenId: ScreenId, name: z.string(), lastHeardAt: z.iso.datetime().optional() }),
  ),
});
export type TakeoverView = z.infer<typeof TakeoverView>;

/** A group and its screens. */
export const GroupView = z.strictObject({ name: GroupName, screens: z.array(ScreenId) });
export type GroupView = z.infer<typeof GroupView>;

/** A screen that asks to be let in, as the panel sees it. */
export const PairingView = z.strictObject({
  code: z.string(),
  requestedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  zone: z.string().optional(),
  language: Language.optional(),
  widthPx: z.int().optional(),
  heightPx: z.int().optional(),
  host: z.string().optional(),
});
export type PairingView = z.infer<typeof PairingView>;

/** `GET /api/screens/:id/explain?at=` in wire form. */
export const ExplanationView = z.strictObject({
  at: z.iso.datetime(),
  /** The instant in the screen's own wall-clock time, e.g. `2026-05-07T13:05+02:00[Europe/Paris]`. */
  local: z.string(),
  program: z.strictObject({
    kind: z.enum(['takeover', 'scheduled', 'empty']),
    playlistId: PlaylistId.optional(),
    takeoverId: TakeoverId.optional(),
    scheduleId: ScheduleId.optional(),
    ruleId: z.string().optional(),
    since: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
  }),
  candidates: z.array(
    z.strictObject({
      kind: z.enum(['takeover', 'rule']),
      playlistId: PlaylistId.optional(),
      takeoverId: TakeoverId.optional(),
      scheduleId: ScheduleId.optional(),
      ruleId: z.string().optional(),
      plays: z.boolean(),
      because: z.string().optional(),
    }),
  ),
});
export type ExplanationView = z.infer<typeof ExplanationView>;

/** One block of `GET /api/screens/:id/timeline?from=&to=`. */
export const TimelineBlock = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  kind: z.enum(['takeover', 'scheduled', 'empty']),
  playlistId: PlaylistId.optional(),
  takeoverId: TakeoverId.optional(),
  scheduleId: ScheduleId.optional(),
  ruleId: z.string().optional(),
});
export type TimelineBlock = z.infer<typeof TimelineBlock>;
