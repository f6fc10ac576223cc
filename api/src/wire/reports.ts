/** The report of plays: what was expected against what was shown, per screen, day and item. */
import { z } from 'zod';
import { ScreenId } from '@palier/playlists/ids';

/** Why fewer plays than expected were proven. Only what is known; `unknown` is nobody's fault, and `none` is no reason. */
export const Shortfall = z.enum([
  'silent',
  'fault',
  'page-dead',
  'display-off',
  'unknown',
  'takeover',
  'not-over',
  'late',
  'changed',
  'none',
]);
export type Shortfall = z.infer<typeof Shortfall>;

export const PlayRow = z.strictObject({
  /** The day in the screen's own zone. */
  date: z.iso.date(),
  screenId: ScreenId,
  screen: z.string(),
  playlistId: z.string().optional(),
  takeoverId: z.string().optional(),
  entryId: z.string(),
  /** What the item is called now; absent when it is gone. */
  title: z.string().optional(),
  plays: z.int(),
  shownMs: z.int(),
  /** By the content as it is now; absent when nothing can be expected of it any more. */
  expected: z.int().optional(),
  reasons: z.array(Shortfall),
});
export type PlayRow = z.infer<typeof PlayRow>;

export const PlayReport = z.strictObject({
  rows: z.array(PlayRow),
  /** There are more rows than are answered here; the CSV has them all. */
  truncated: z.boolean(),
  totals: z.strictObject({ plays: z.int(), expected: z.int(), shownMs: z.int() }),
});
export type PlayReport = z.infer<typeof PlayReport>;

const text = z.string().max(64).optional();
export const ReportQuery = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  screen: text,
  group: text,
  playlist: text,
  item: text,
  language: z.enum(['fr', 'en']).default('fr'),
});
export type ReportQuery = z.output<typeof ReportQuery>;
