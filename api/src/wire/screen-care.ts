/** Bodies and answers about looking after screens: health over time, pictures, requests, alerts. */
import { z } from 'zod';
import { ScreenHealth } from '@palier/playlists/health';
import { EntryId, GroupName, ScreenId } from '@palier/playlists/ids';
import { PowerHours } from '@palier/playlists/power';
import { NotPictured } from '@palier/playlists/screenshot';
import { Zone } from '@palier/playlists/screen';

const instant = z.iso.datetime();

export const HealthAnswer = z.strictObject({
  /** Oldest first; `until` is absent while it lasts. `cause`: why nothing was heard, as the screen told afterwards. */
  spans: z.array(
    z.strictObject({
      health: ScreenHealth,
      since: instant,
      until: instant.optional(),
      cause: z.enum(['network', 'name', 'server', 'program', 'unknown']).optional(),
    }),
  ),
  /** Milliseconds of each week by what they count as; unknown counts apart. Oldest first. */
  weeks: z.array(
    z.strictObject({ from: instant, upMs: z.number(), downMs: z.number(), unknownMs: z.number(), restMs: z.number() }),
  ),
});
export type HealthAnswer = z.infer<typeof HealthAnswer>;

export const ScreenshotsAnswer = z.strictObject({
  /** Newest first; `url` where there is a picture, `notPictured` why there is none. */
  shots: z.array(
    z.strictObject({
      takenAt: instant,
      entryId: EntryId.optional(),
      url: z.string().optional(),
      notPictured: NotPictured.optional(),
    }),
  ),
  /** One was asked for and has not come yet. */
  waiting: z.boolean(),
  /** Absent: the screen has not said. */
  canCapture: z.boolean().optional(),
});
export type ScreenshotsAnswer = z.infer<typeof ScreenshotsAnswer>;

export const CommandRequest = z.strictObject({
  screens: z.array(ScreenId).min(1).max(5000),
  kind: z.enum(['screenshot', 'restart', 'identify']),
});
export type CommandRequest = z.input<typeof CommandRequest>;
export const CommandAnswer = z.strictObject({ asked: z.int() });

/** The same change to many screens at once. */
export const BulkChange = z.strictObject({
  screens: z.array(ScreenId).min(1).max(5000),
  change: z
    .strictObject({
      zone: Zone.optional(),
      location: z.string().trim().max(80).nullable().optional(),
      /** `null`: always lit. */
      powerHours: PowerHours.nullable().optional(),
      addGroup: GroupName.optional(),
      removeGroup: GroupName.optional(),
    })
    .refine((change) => Object.keys(change).length > 0, 'say what to change'),
});
export type BulkChange = z.input<typeof BulkChange>;
export const BulkAnswer = z.strictObject({ changed: z.int() });

/** Who is told by mail of an outage. A screen that no rule names is told of to the administrators. */
export const AlertRules = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        groups: z.array(GroupName).max(200).default([]),
        screens: z.array(ScreenId).max(5000).default([]),
        to: z.array(z.email('not an e-mail address').max(254)).min(1).max(20),
      }),
    )
    .max(100),
});
export type AlertRules = z.infer<typeof AlertRules>;
