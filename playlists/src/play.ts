/** Proof of play: one record for each time an item was really shown. Sent in batches that may be repeated safely. */
import { z } from 'zod';
import { EntryId, PlayId, PlaylistId, TakeoverId } from './ids.ts';
import { MixGroup } from './mix.ts';
import { StoryId } from './story.ts';

/** One item really shown, from pixels to pixels. */
export const Play = z
  .strictObject({
    id: PlayId,
    playlistId: PlaylistId.optional(),
    takeoverId: TakeoverId.optional(),
    entryId: EntryId,
    /** The story that was shown, of a feed or by itself, and whose voice it is. */
    story: StoryId.optional(),
    voice: MixGroup.optional(),
    /** When the pixels appeared and went, by the kiosk's clock. */
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    revision: z.int().min(0),
  })
  .refine((play) => Date.parse(play.endedAt) >= Date.parse(play.startedAt), {
    message: 'a play ends after it starts',
    path: ['endedAt'],
  });
export type Play = z.infer<typeof Play>;

/** The most plays in one request. */
export const MAX_PLAYS_PER_BATCH = 500;
/** Plays as they are sent. */
export const PlayBatch = z.strictObject({ plays: z.array(Play).min(1).max(MAX_PLAYS_PER_BATCH) });
export type PlayBatch = z.infer<typeof PlayBatch>;

/** The server's answer: all of the batch is stored now, `added` of them for the first time. */
export const PlayBatchReceipt = z.strictObject({ added: z.int().min(0) });
