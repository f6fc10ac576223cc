/**
 * Drafts: a playlist or a schedule as it is being changed, which no screen shows. There is at most one of each. It is
 * published at once, at an instant, or discarded; what it was made from is remembered, so that nothing published
 * meanwhile is overwritten unseen.
 */
import { z } from 'zod';
import { Change } from './difference.ts';
import { Finding } from './finding.ts';
import { Playlist } from './playlist.ts';
import { Schedule } from './schedule.ts';

/** What has drafts and a history. */
export const Noun = z.enum(['playlist', 'schedule']);
export type Noun = z.infer<typeof Noun>;

/** It is published at this instant, by whom it was planned. `accepted`: keys of findings that were accepted then. */
export const Plan = z.strictObject({
  at: z.iso.datetime(),
  by: z.string(),
  accepted: z.array(z.string().max(120)).max(400),
});
export type Plan = z.infer<typeof Plan>;

/** Why a planned publication did not happen: somebody else published meanwhile, it is gone, or it cannot be. */
export const PlanFault = z.strictObject({
  code: z.enum(['changed', 'gone', 'invalid', 'refused']),
  at: z.iso.datetime(),
  detail: z.string().max(500),
});
export type PlanFault = z.infer<typeof PlanFault>;

const about = {
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  plan: Plan.optional(),
  fault: PlanFault.optional(),
  /** Somebody published another version since this draft was begun: choose before publishing. */
  behind: z.boolean(),
  /** ETag of what is published now; the draft may be published over exactly that one. */
  publishedEtag: z.string(),
  publishedAt: z.iso.datetime().optional(),
  publishedBy: z.string().optional(),
  /** From what is published to the draft. */
  changes: z.array(Change),
  findings: z.array(Finding),
};
/** A draft with how it stands to what is published, and what the checks find in it. */
export const PlaylistDraftView = z.strictObject({ playlist: Playlist, ...about });
export type PlaylistDraftView = z.infer<typeof PlaylistDraftView>;
/** The same of a schedule. */
export const ScheduleDraftView = z.strictObject({ schedule: Schedule, ...about });
export type ScheduleDraftView = z.infer<typeof ScheduleDraftView>;

/** One line of the list of drafts. */
export const DraftSummary = z.strictObject({
  noun: Noun,
  id: z.string(),
  name: Playlist.shape.name,
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  plan: Plan.optional(),
  fault: PlanFault.optional(),
  behind: z.boolean(),
});
export type DraftSummary = z.infer<typeof DraftSummary>;
