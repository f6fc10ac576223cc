/** Heartbeats: what a screen says of itself every half minute and at every change. Unknown stays unknown. */
import { z } from 'zod';
import { EntryId, PlaylistId, TakeoverId } from './ids.ts';
import { ItemKind } from './item-kind.ts';

/** How often a screen speaks when nothing changes, in milliseconds. */
export const HEARTBEAT_EVERY_MS = 30_000;
/** What the player is at: the state on `<html data-state>`. */
export const PlayerState = z.enum(['pairing', 'loading', 'playing', 'idle', 'fault']);
export type PlayerState = z.infer<typeof PlayerState>;

/** An item that could not be shown: it was skipped and will be tried again. */
export const Fault = z.strictObject({
  entryId: EntryId,
  playlistId: PlaylistId.optional(),
  kind: ItemKind,
  reason: z.string().max(300),
  at: z.iso.datetime(),
  retryAt: z.iso.datetime(),
});
export type Fault = z.infer<typeof Fault>;

/** What a screen says of itself. Times are ISO instants with Z, `...Ms` epoch milliseconds or durations. */
export const Heartbeat = z.strictObject({
  state: PlayerState,
  /** The revision of the manifest that plays now. */
  revision: z.int().min(0),
  entryId: EntryId.optional(),
  playlistId: PlaylistId.optional(),
  takeoverId: TakeoverId.optional(),
  /** Epoch ms at which the loop that plays began; with it the panel shows the very same item. */
  anchorMs: z.int().optional(),
  /** What the page on the wall last said: absent when no page has reported. */
  pageSeenAt: z.iso.datetime().optional(),
  faults: z.array(Fault).max(50).default([]),
  shell: z.enum(['electron', 'chromium', 'hosted']),
  version: z.string().max(40),
  clockOffsetMs: z.number().optional(),
  cacheBytes: z.int().min(0).optional(),
  freeBytes: z.int().min(0).optional(),
  playsWaiting: z.int().min(0).default(0),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
