/** What a calendar of a screen or a group draws, and what a change of schedules would change, as they travel. */
import { z } from 'zod';
import { GroupName, PlaylistId, RuleId, ScheduleId, ScreenId, TakeoverId } from '@palier/playlists/ids';
import { MAX_OCCURRENCE_DAYS } from '@palier/playlists/occurrences';
import { Schedule } from '@palier/playlists/schedule';
import { Zone } from '@palier/playlists/screen';

const instant = z.iso.datetime();
/** Days of a preview: two weeks show every weekday twice. */
export const MAX_PREVIEW_DAYS = 31;
export const MAX_PREVIEW_SCHEDULES = 200;
export const MAX_PREVIEW_CHANGES = 200;

/** Of a screen, or of a group in one of its zones. */
export const OccurrencesQuery = z
  .object({
    screen: ScreenId.optional(),
    group: GroupName.optional(),
    zone: Zone.optional(),
    from: z.iso.date(),
    days: z.coerce.number().pipe(z.int().min(1).max(MAX_OCCURRENCE_DAYS)),
    /** As it would be if every draft of a schedule were published. */
    drafts: z.literal('1').optional(),
  })
  .refine((query) => (query.screen === undefined) !== (query.group === undefined), {
    message: 'name either a screen or a group',
    path: ['screen'],
  });

/** What hides a piece, and by which rule of the order. */
export const HiderView = z.strictObject({
  kind: z.enum(['takeover', 'rule']),
  takeoverId: TakeoverId.optional(),
  scheduleId: ScheduleId.optional(),
  ruleId: RuleId.optional(),
  playlistId: PlaylistId.optional(),
  because: z.string(),
});
export type HiderView = z.infer<typeof HiderView>;

/** One occurrence; it belongs to the day it starts on. A piece without `hiddenBy` plays. */
export const OccurrenceView = z.strictObject({
  scheduleId: ScheduleId,
  ruleId: RuleId,
  playlistId: PlaylistId,
  day: z.iso.date(),
  from: instant,
  to: instant,
  pieces: z.array(z.strictObject({ from: instant, to: instant, hiddenBy: HiderView.optional() })),
});
export type OccurrenceView = z.infer<typeof OccurrenceView>;

/** A day in the zone: its first instant, its hours, and the change of the clocks in it. */
export const DayView = z.strictObject({
  date: z.iso.date(),
  startsAt: instant,
  hours: z.number(),
  change: z
    .strictObject({ kind: z.enum(['missing', 'doubled']), at: instant, from: z.string(), to: z.string() })
    .optional(),
});
export type DayView = z.infer<typeof DayView>;

export const OccurrencesAnswer = z.strictObject({
  zone: Zone,
  days: z.array(DayView),
  occurrences: z.array(OccurrenceView),
  takeovers: z.array(z.strictObject({ takeoverId: TakeoverId, from: instant, to: instant })),
  /** False: there were too many, and the last are left out. */
  complete: z.boolean(),
  /** Of a group: each screen with its zone, and whether schedules of its own come on top. */
  screens: z.array(z.strictObject({ id: ScreenId, name: z.string(), zone: Zone, ownRules: z.boolean() })),
});
export type OccurrencesAnswer = z.infer<typeof OccurrencesAnswer>;

/** Schedules as they would be (also new ones), and which of their rules one wants to hear of. */
export const PreviewRequest = z.strictObject({
  schedules: z.array(Schedule).max(MAX_PREVIEW_SCHEDULES),
  removed: z.array(ScheduleId).max(MAX_PREVIEW_SCHEDULES).default([]),
  about: z
    .array(z.strictObject({ scheduleId: ScheduleId, ruleId: RuleId }))
    .max(50)
    .default([]),
  from: z.iso.date(),
  days: z.int().min(1).max(MAX_PREVIEW_DAYS),
});
export type PreviewRequest = z.input<typeof PreviewRequest>;

const Where = z.strictObject({ screens: z.array(z.string()), zone: Zone });
export const PreviewAnswer = z.strictObject({
  /** Screens on which anything changes, and how many were looked at. */
  affected: z.int(),
  looked: z.int(),
  /** What plays instead, where and when; screens that change alike stand together. */
  changes: z.array(
    z.strictObject({
      ...Where.shape,
      from: instant,
      to: instant,
      before: PlaylistId.optional(),
      after: PlaylistId.optional(),
    }),
  ),
  /** For the rules asked about: where they would not play although they are due, who wins and why. */
  hidden: z.array(
    z.strictObject({
      ...Where.shape,
      ruleId: RuleId,
      from: instant,
      to: instant,
      by: HiderView,
      /** The priority of the rule that wins. */
      priority: z.int().optional(),
    }),
  ),
  complete: z.boolean(),
});
export type PreviewAnswer = z.infer<typeof PreviewAnswer>;
