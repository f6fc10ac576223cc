/** Heartbeats: what a screen says of itself every half minute and at every change. Unknown stays unknown. */
import { z } from 'zod';
import { EntryId, PlaylistId, TakeoverId } from './ids.ts';
import { ItemKind } from './item-kind.ts';

/** How often a screen speaks when nothing changes, in milliseconds. */
export const HEARTBEAT_EVERY_MS = 30_000;
/** What the player is at: the state on `<html data-state>`. */
export const PlayerState = z.enum(['pairing', 'loading', 'playing', 'idle', 'resting', 'fault']);
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

/** A stretch in which the kiosk could not reach the server, with what it could not reach; `to` is absent while it lasts. */
export const Trouble = z.strictObject({
  /** No network at all (no address, no gateway), no answer to the server's name, or the server alone. */
  kind: z.enum(['network', 'name', 'server']),
  from: z.iso.datetime(),
  to: z.iso.datetime().optional(),
});
export type Trouble = z.infer<typeof Trouble>;
/** The most troubles that are kept and told; the oldest give way. */
export const MAX_TROUBLES = 20;

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
  /** When the kiosk's core began to run, by its own clock. */
  startedAt: z.iso.datetime().optional(),
  /** Whether the display is lit, where the shell can tell; absent: unknown. */
  display: z.enum(['on', 'off']).optional(),
  /** When the server could not be reached, newest last. */
  troubles: z.array(Trouble).max(MAX_TROUBLES).optional(),
  /** Whether the shell can take a picture of the wall; absent: unknown. */
  canCapture: z.boolean().optional(),
  /** What the page on the wall measures, in pixels of the screen. */
  pagePx: z.strictObject({ width: z.int().min(1).max(20_000), height: z.int().min(1).max(20_000) }).optional(),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
