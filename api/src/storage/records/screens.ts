/** What is remembered of screens beside their content: outages, health over time, pictures, what was asked of them. */
import { z } from 'zod';
import { ScreenHealth } from '@palier/playlists/health';
import { EntryId, ScreenId } from '@palier/playlists/ids';
import { OutageState } from '@palier/playlists/outage';
import { Commands, NotPictured } from '@palier/playlists/screenshot';

const instant = z.iso.datetime();

/** Where the watch over a screen stands. The id is the screen's. */
export const OutageRecord = z.strictObject({ id: ScreenId, state: OutageState });
export type OutageRecord = z.infer<typeof OutageRecord>;

/** One change of health, or, told afterwards, why the silence that began at `at` was one. */
export const HealthEntry = z.strictObject({
  at: instant,
  health: ScreenHealth.optional(),
  cause: z.enum(['network', 'name', 'server', 'program', 'unknown']).optional(),
});
export type HealthEntry = z.infer<typeof HealthEntry>;

/** The newest pictures of a wall, newest first. */
export const ScreenshotRecord = z.strictObject({
  id: ScreenId,
  shots: z
    .array(
      z.strictObject({
        takenAt: instant,
        receivedAt: instant,
        entryId: EntryId.optional(),
        /** WebP in base64, at most 100 kB of it. */
        image: z.base64().max(140_000).optional(),
        notPictured: NotPictured.optional(),
      }),
    )
    .max(3),
});
export type ScreenshotRecord = z.infer<typeof ScreenshotRecord>;

export const CommandRecord = z.strictObject({ id: ScreenId, commands: Commands, askedAt: instant });
