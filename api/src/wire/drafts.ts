/** Bodies and answers about drafts, checks and history. Must not import anything of the server. */
import { z } from 'zod';
import { Finding } from '@palier/playlists/check';
import { DraftSummary } from '@palier/playlists/draft';
import { Entry, MAX_ENTRIES } from '@palier/playlists/playlist';

/** The most years ahead that a publication is planned. */
export const MAX_PLAN_MS = 2 * 366 * 24 * 3600_000;

/** Publishes the draft: now, or at an instant. */
export const Publication = z.strictObject({
  at: z.iso.datetime({ offset: true }).optional(),
  /** Findings that refuse and are published nonetheless, by their keys `<code>@<entry id>`; they stand in the history. */
  accept: z.array(z.string().max(120)).max(400).default([]),
  /** ETag of the version, published since the draft was begun, that it may replace. */
  over: z.string().max(80).optional(),
});
export type Publication = z.input<typeof Publication>;

export const DraftsAnswer = z.strictObject({ drafts: z.array(DraftSummary) });
export type DraftsAnswer = z.infer<typeof DraftsAnswer>;

/** Entries to check, as they would be published on all screens. */
export const EntriesToCheck = z.strictObject({ entries: z.array(Entry).max(MAX_ENTRIES) });
export type EntriesToCheck = z.input<typeof EntriesToCheck>;
export const FindingsAnswer = z.strictObject({ findings: z.array(Finding) });
export type FindingsAnswer = z.infer<typeof FindingsAnswer>;

export const BeforeQuery = z.object({ before: z.coerce.number().pipe(z.int().min(1)).optional() });
