/**
 * What the player's page needs to show: the kiosk core's whole answer, at `GET /now` and in every `event: now`.
 * The page holds no state of its own; it computes the entry from the loop and its clock, so it also goes on alone.
 */
import { z } from 'zod';
import { PlaylistId, TakeoverId } from './ids.ts';
import { Item } from './item.ts';
import { ManifestMedia } from './manifest.ts';
import { Screen } from './screen.ts';
import { PlayerState } from './heartbeat.ts';

export const NowEntry = z.strictObject({
  /** The entry's id within its playlist. */
  key: z.string(),
  /** Changes with the item's content and with the media it uses: prepare anew and swap in place. */
  version: z.string(),
  durationMs: z.int().min(1),
  item: Item,
});
export type NowEntry = z.infer<typeof NowEntry>;

export const Now = z.strictObject({
  state: PlayerState,
  /** The core's clock, epoch ms: the page keeps the difference to its own. */
  atMs: z.number(),
  revision: z.int().min(0),
  screen: Screen.optional(),
  organisation: z.string().default(''),
  publicUrl: z.string().default(''),
  pairing: z.strictObject({ code: z.string(), url: z.string(), expiresAtMs: z.number() }).optional(),
  /** Words for `fault` and for `loading`, e.g. the server's address that cannot be reached. */
  detail: z.string().max(300).optional(),
  program: z
    .strictObject({
      kind: z.enum(['takeover', 'scheduled']),
      playlistId: PlaylistId.optional(),
      takeoverId: TakeoverId.optional(),
      sinceMs: z.number(),
      /** Ask again at this time at the latest. */
      untilMs: z.number().optional(),
      anchorMs: z.number(),
      entries: z.array(NowEntry),
      /** Keys skipped for now, because they could not be shown. */
      excluded: z.array(z.string()),
    })
    .optional(),
  /** The media that the entries name; content at `media/<sha256>` below the page. */
  media: z.array(ManifestMedia).default([]),
});
export type Now = z.infer<typeof Now>;

/** From the page: this entry could not be shown. */
export const PageFault = z.strictObject({
  key: z.string(),
  version: z.string(),
  reason: z.string().max(300),
});
export type PageFault = z.infer<typeof PageFault>;

/** From the page: these pixels were shown. */
export const PagePlay = z.strictObject({
  key: z.string(),
  playlistId: PlaylistId.optional(),
  takeoverId: TakeoverId.optional(),
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  revision: z.int().min(0),
});
export type PagePlay = z.infer<typeof PagePlay>;
