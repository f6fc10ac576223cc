/** Drafts and history as they are stored. */
import { z } from 'zod';
import { Noun, Plan, PlanFault } from '@palier/playlists/draft';
import { VersionHow } from '@palier/playlists/history';
import { Playlist } from '@palier/playlists/playlist';
import { Schedule } from '@palier/playlists/schedule';

const instant = z.iso.datetime();
const draft = {
  /** `playlist:<id>` or `schedule:<id>`: one draft of each. */
  id: z.string(),
  /** ETag of the published version that it was made from. */
  base: z.string(),
  updatedAt: instant,
  updatedBy: z.string(),
  plan: Plan.optional(),
  fault: PlanFault.optional(),
};
export const DraftRecord = z.discriminatedUnion('noun', [
  z.strictObject({ noun: z.literal('playlist'), playlist: Playlist, ...draft }),
  z.strictObject({ noun: z.literal('schedule'), schedule: Schedule, ...draft }),
]);

/** Where the history of a noun stands. The id is that of its draft. */
export const HistoryRecord = z.strictObject({
  id: z.string(),
  /** The newest version's number. */
  version: z.int().min(1),
  /** The newest version that was published, and the ETag of what it was. Empty once it is deleted. */
  published: z.int().min(0),
  etag: z.string(),
});

/** One version, in the log `versions`. Passwords are left out; without content it was a deletion. */
export const VersionRecord = z.strictObject({
  noun: Noun,
  version: z.int().min(1),
  at: instant,
  by: z.string(),
  how: VersionHow,
  of: z.int().optional(),
  accepted: z.array(z.string()).default([]),
  playlist: Playlist.optional(),
  schedule: Schedule.optional(),
});
