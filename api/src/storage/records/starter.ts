/** What is stored of ready campaigns: what each made, and as it was made, so that nothing somebody changed is taken back. */
import { z } from 'zod';
import { DocumentId, PlaylistId } from '@palier/playlists/ids';
import { SurveyId } from '@palier/playlists/survey';
import { CampaignId } from '../../wire/starter.ts';

export const StarterRecord = z.strictObject({
  id: CampaignId,
  at: z.iso.datetime(),
  by: z.string().max(200),
  /** Somebody is making it, until then at the latest. */
  busyUntil: z.iso.datetime().optional(),
  playlist: z.strictObject({ id: PlaylistId, etag: z.string().max(100) }).optional(),
  survey: z.strictObject({ id: SurveyId, revision: z.int() }).optional(),
  document: z.strictObject({ id: DocumentId, etag: z.string().max(100) }).optional(),
});
export type StarterRecord = z.infer<typeof StarterRecord>;

export const STARTER_COLLECTIONS = {
  starters: { schema: StarterRecord, lookups: {}, topics: ['starters'] },
} as const;
