/**
 * Events pushed over SSE. An event is a wake-up: the reader fetches the truth by revision. Event ids are the
 * revision, so `Last-Event-ID` tells what a reader has seen.
 */
import { z } from 'zod';

/** To a screen: `event: revision`. Fetch the manifest, after a random wait of up to `spreadMs`. */
export const ScreenEvent = z.strictObject({
  revision: z.int().min(0),
  /** Many screens were told at once: each waits a random part of this before it asks. */
  spreadMs: z.int().min(0).default(0),
});
export type ScreenEvent = z.infer<typeof ScreenEvent>;

/** To the panel: `event: changed`. The nouns that changed; refetch what is on the page. */
export const PanelTopic = z.enum([
  'screens',
  'heartbeats',
  'pairings',
  'playlists',
  'schedules',
  'drafts',
  'takeovers',
  'surveys',
  'media',
  'figures',
  'networks',
  'documents',
  'proposals',
  'sources',
  'stories',
  'users',
]);
export type PanelTopic = z.infer<typeof PanelTopic>;
/** The nouns that changed, and the revision at which they did. */
export const PanelEvent = z.strictObject({ revision: z.int().min(0), topics: z.array(PanelTopic) });
export type PanelEvent = z.infer<typeof PanelEvent>;

/** A comment line keeps idle streams open at this interval; a reader that hears nothing for three of them reconnects. */
export const SSE_KEEPALIVE_MS = 15_000;
