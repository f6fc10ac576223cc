/**
 * Bodies and answers of `/api` that are no noun of their own. Server, documentation and typed client read the same
 * schemas, so none of them can promise what another does not hold. Must not import anything of the server.
 */
import { z } from 'zod';
import { GroupName, PlaylistId, RuleId, ScheduleId, ScreenId } from '@palier/playlists/ids';
import { Language, localized } from '@palier/playlists/localized';
import { Media } from '@palier/playlists/media';
import { Play } from '@palier/playlists/play';
import { Entry, MAX_ENTRIES, type Playlist } from '@palier/playlists/playlist';
import { MAX_RULES, Rule, Schedule } from '@palier/playlists/schedule';
import { PowerHours } from '@palier/playlists/power';
import { Commands } from '@palier/playlists/screenshot';
import { Screen, Target } from '@palier/playlists/screen';
import { StoryId } from '@palier/playlists/story';
import { MAX_TAKEOVER_MS, Takeover } from '@palier/playlists/takeover';
import {
  GroupView,
  LibraryFault,
  PairingView,
  PlaylistView,
  Role,
  ScreenView,
  TakeoverView,
  TimelineBlock,
  UserView,
} from '@palier/playlists/views';

export const HealthView = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  revision: z.int(),
  writable: z.boolean(),
  reason: z.string().optional(),
});
export type HealthView = z.infer<typeof HealthView>;

/** `name` is empty where nobody has given one. */
export const OrganisationView = z.strictObject({ name: z.string() });
export type OrganisationView = z.infer<typeof OrganisationView>;

const email = z.email('not an e-mail address').max(254);
const personName = z.string().trim().min(1).max(80);
/** Long beats complicated: only the length is asked for. */
export const Password = z.string().min(10, 'use at least 10 characters').max(200);

export const SignIn = z.strictObject({ email, password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof SignIn>;

export const Setup = z.strictObject({
  token: z.string().min(1).max(200),
  email,
  password: Password,
  name: personName,
  language: Language,
});
export type Setup = z.infer<typeof Setup>;

export const UserDraft = z.strictObject({
  email,
  name: personName,
  role: Role,
  language: Language.default('fr'),
  password: Password,
});
export type UserDraft = z.input<typeof UserDraft>;

export const UserPatch = z.strictObject({
  email: email.optional(),
  name: personName.optional(),
  role: Role.optional(),
  language: Language.optional(),
  password: Password.optional(),
});
export type UserPatch = z.input<typeof UserPatch>;

/** What a signed-in person may change of their own account; a new password needs the present one. */
export const OwnUserPatch = z
  .strictObject({
    name: personName.optional(),
    language: Language.optional(),
    password: Password.optional(),
    currentPassword: z.string().max(200).optional(),
  })
  .refine((patch) => patch.password === undefined || patch.currentPassword !== undefined, {
    message: 'give the present password as well',
    path: ['currentPassword'],
  });
export type OwnUserPatch = z.input<typeof OwnUserPatch>;

export const UsersAnswer = z.strictObject({ users: z.array(UserView) });

export const ScreenDraft = Screen.omit({ id: true });
export type ScreenDraft = z.input<typeof ScreenDraft>;
/** Each field as in `Screen`; what is absent stays as it is. */
export const ScreenPatch = z.strictObject({
  name: Screen.shape.name.optional(),
  place: Screen.shape.place.unwrap().optional(),
  zone: Screen.shape.zone.optional(),
  language: Screen.shape.language.optional(),
  groups: Screen.shape.groups.unwrap().optional(),
  orientation: Screen.shape.orientation.unwrap().optional(),
  diagonalInches: Screen.shape.diagonalInches.unwrap().optional(),
  distanceM: Screen.shape.distanceM.unwrap().optional(),
  /** `null` takes it away. */
  location: Screen.shape.location.unwrap().nullable().optional(),
  powerHours: PowerHours.nullable().optional(),
});
export type ScreenPatch = z.input<typeof ScreenPatch>;
export const ScreensAnswer = z.strictObject({ screens: z.array(ScreenView) });

export const TimelineAnswer = z.strictObject({ blocks: z.array(TimelineBlock) });
export const MAX_TIMELINE_MS = 62 * 24 * 3600_000;

/** `next` is the value of `after` for the following page; absent at the newest play. */
export const PlaysAnswer = z.strictObject({ plays: z.array(Play), next: z.string().optional() });
export type PlaysAnswer = z.infer<typeof PlaysAnswer>;

export const GroupsAnswer = z.strictObject({ groups: z.array(GroupView) });
export const GroupMembers = z.strictObject({ screens: z.array(ScreenId).max(5000) });
export const GroupParam = z.strictObject({ name: GroupName });

/** Without `id` the server makes one from the name. */
export const PlaylistDraft = z.strictObject({
  id: PlaylistId.optional(),
  name: localized(80),
  entries: z.array(Entry).max(MAX_ENTRIES).default([]),
  /** Given: the publishing checks run, and refuse what is not accepted here by its key (`<code>@<entry id>`). */
  accept: z.array(z.string().max(120)).max(400).optional(),
});
export type PlaylistDraft = z.input<typeof PlaylistDraft>;
export const PlaylistsAnswer = z.strictObject({ playlists: z.array(PlaylistView), faults: z.array(LibraryFault) });
export type PlaylistsAnswer = z.infer<typeof PlaylistsAnswer>;
export type PlaylistInput = z.input<typeof Playlist>;

/** Without ids the server makes them. */
export const ScheduleDraft = z.strictObject({
  id: ScheduleId.optional(),
  name: localized(80),
  target: Target,
  rules: z
    .array(Rule.extend({ id: RuleId.optional() }))
    .max(MAX_RULES)
    .default([]),
});
export type ScheduleDraft = z.input<typeof ScheduleDraft>;
export type ScheduleInput = z.input<typeof Schedule>;
export const SchedulesAnswer = z.strictObject({ schedules: z.array(Schedule) });

/** Its end is mandatory: as an instant, or as a length from its start. It starts now unless `startsAt` says otherwise. */
export const TakeoverStart = z
  .strictObject({
    target: Target,
    content: Takeover.shape.content,
    startsAt: z.iso.datetime().optional(),
    endsAt: z.iso.datetime().optional(),
    durationMs: z
      .int()
      .min(1000, 'a takeover lasts at least 1 second')
      .max(MAX_TAKEOVER_MS, 'a takeover lasts at most 7 days')
      .optional(),
    /** Ends the takeovers that overlap on a common screen; without it they are a conflict. */
    replace: z.boolean().default(false),
  })
  .refine((start) => (start.endsAt === undefined) !== (start.durationMs === undefined), {
    message: 'give the end of the takeover, either endsAt or durationMs',
    path: ['endsAt'],
  });
export type TakeoverStart = z.input<typeof TakeoverStart>;
export const TakeoversAnswer = z.strictObject({ takeovers: z.array(TakeoverView) });

/** A file of the library, the playlists that show it, and the stories of the house that have it as their picture. */
export const MediaView = Media.extend({
  usedIn: z.array(z.strictObject({ playlistId: PlaylistId, name: z.string() })),
  stories: z.array(z.strictObject({ storyId: StoryId, title: z.string() })).default([]),
});
export type MediaView = z.infer<typeof MediaView>;
/** `faults` are files in the watched folder that were refused. */
export const MediaAnswer = z.strictObject({ media: z.array(MediaView), faults: z.array(LibraryFault) });
export type MediaAnswer = z.infer<typeof MediaAnswer>;

/** A screen's heartbeat is answered with 204, or with the token it should change to; the old one works until then. */
export const HeartbeatAnswer = z.strictObject({ nextToken: z.string().optional(), commands: Commands.optional() });

export const PairingsAnswer = z.strictObject({ pairings: z.array(PairingView) });
