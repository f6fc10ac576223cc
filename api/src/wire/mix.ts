/** Bodies and answers about audiences, and about the mix that was really played. */
import { z } from 'zod';
import { Audience, WrittenAudience } from '@palier/playlists/audience';
import { AudienceId, SourceId } from '@palier/playlists/ids';
import { MixGroup, MixShares } from '@palier/playlists/mix';

const instant = z.iso.datetime();

/** All audiences in the order in which they are asked; everybody's, `everyone`, is always the last. */
export const AudiencesAnswer = z.strictObject({ audiences: z.array(Audience), revision: z.int().min(0) });
export type AudiencesAnswer = z.infer<typeof AudiencesAnswer>;
/** `revision`: of the answer that was changed; somebody's change in between is refused with 412. */
export const AudiencesDraft = z.strictObject({
  audiences: z.array(WrittenAudience).max(100),
  revision: z.int().min(0),
});
export type AudiencesDraft = z.input<typeof AudiencesDraft>;

const Counted = z.strictObject({ trade: z.int(), corporate: z.int(), colleagues: z.int() });

export const MixView = z.strictObject({
  audienceId: AudienceId,
  name: z.string(),
  shares: MixShares,
  overrideReason: z.string().optional(),
  /** How many screens it is of. */
  screens: z.int(),
  /** What is to be shown now; absent while there are no stories for it. */
  edition: z
    .strictObject({
      madeAt: instant,
      places: Counted,
      stories: z.int(),
      /** Voices with fewer stories than their share needs: they come again sooner, or others take their places. */
      short: z.array(MixGroup),
      /** How many different stories each voice has. */
      stock: Counted.optional(),
    })
    .optional(),
  /** Of each voice that is short: how many different stories it needs, about, and how many wait for somebody to approve them. */
  wanted: z.array(z.strictObject({ voice: MixGroup, stories: z.int(), waiting: z.int() })).default([]),
  /** Stories in an hour on the quickest of its screens; absent when none is due a feed. */
  perHour: z.number().optional(),
  /** What kiosks proved to have shown in the last 24 hours, on the screens that were looked at. */
  played: z.strictObject({
    ...Counted.shape,
    /** Of trade and corporate together, 0 to 1; absent when nothing was played. */
    corporateShare: z.number().optional(),
    /** The fewest and the most corporate items in any ten in a row on one screen; absent below ten. */
    corporateInTen: z.strictObject({ fewest: z.int(), most: z.int() }).optional(),
    screens: z.int(),
  }),
});
export type MixView = z.infer<typeof MixView>;
const changed = { at: instant, by: z.string(), name: z.string() };
/** The shares of an audience were changed, or the audience was removed, or went to other screens with more than its share. */
const SharesChange = z.strictObject({
  ...changed,
  audienceId: AudienceId,
  corporatePercent: z.int(),
  colleaguesPercent: z.int(),
  overrideReason: z.string().optional(),
  act: z.enum(['removed', 'moved']).optional(),
});
/** A source was said to speak for the trade, or for the house. */
const VoiceChange = z.strictObject({ ...changed, sourceId: SourceId, voice: z.enum(['trade', 'corporate']) });
export const MixAnswer = z.strictObject({
  mixes: z.array(MixView),
  /** Changes of shares and voices, the newest first. */
  audit: z.array(z.union([SharesChange, VoiceChange])),
});
export type MixAnswer = z.infer<typeof MixAnswer>;
