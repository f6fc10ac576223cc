/** What is told of ready campaigns: what each would make, what it made, and what is left to do. */
import { z } from 'zod';
import { DocumentId, PlaylistId } from '@palier/playlists/ids';
import { localized } from '@palier/playlists/localized';
import { Entry } from '@palier/playlists/playlist';
import { SurveyId, SurveyState } from '@palier/playlists/survey';

export const CampaignId = z.enum(['launch', 'welcome', 'charter', 'barometer']);
export type CampaignId = z.infer<typeof CampaignId>;

const words = localized(400);

export const CampaignView = z.strictObject({
  id: CampaignId,
  name: words,
  about: words,
  /** What the wall would show, filled in as far as it is known. */
  entries: z.array(Entry),
  survey: z.strictObject({ title: words, questions: z.int(), seconds: z.int() }).optional(),
  /** `own`: a document of this kind is there and is taken as it is. */
  document: z.strictObject({ title: words, own: z.boolean() }).optional(),
  /** What was made of it and is still there. */
  made: z
    .strictObject({
      at: z.iso.datetime(),
      by: z.string(),
      playlist: z.strictObject({ id: PlaylistId, scheduled: z.boolean() }).optional(),
      survey: z.strictObject({ id: SurveyId, state: SurveyState }).optional(),
      document: z.strictObject({ id: DocumentId, published: z.boolean() }).optional(),
    })
    .optional(),
});
export type CampaignView = z.infer<typeof CampaignView>;
export const StarterAnswer = z.strictObject({ campaigns: z.array(CampaignView) });
export type StarterAnswer = z.infer<typeof StarterAnswer>;

/** What a taking back left: somebody changed it, published it, or shows it. */
export const StarterUndone = z.strictObject({
  campaign: CampaignView,
  kept: z.array(z.enum(['playlist', 'survey', 'document'])),
});
export type StarterUndone = z.infer<typeof StarterUndone>;
