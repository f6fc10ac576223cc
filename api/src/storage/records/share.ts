/**
 * What is stored of sharing: what editors wrote into kits, and counts of a day, a story and an act. No address, no
 * device, no time finer than the day: nothing here could say who.
 */
import { z } from 'zod';
import { ShareKit } from '@palier/playlists/share';
import { StoryId } from '@palier/playlists/story';

/** The id is the story's. */
export const ShareKitRecord = z.strictObject({
  id: StoryId,
  kit: ShareKit,
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
export type ShareKitRecord = z.infer<typeof ShareKitRecord>;

/** Stories of a day that are counted, and acts of each. */
export const MAX_STORIES_A_DAY = 1_000;
/** The id is the day, in the zone of the house. Counts by story and act, e.g. `open`, `react:like`, `share:x`, `text:0`. */
export const StoryDayRecord = z.strictObject({
  id: z.iso.date(),
  stories: z.record(StoryId, z.record(z.string().max(40), z.int().min(0))),
});
export type StoryDayRecord = z.infer<typeof StoryDayRecord>;

export const SHARE_COLLECTIONS = {
  shareKits: { schema: ShareKitRecord, lookups: {}, topics: ['share'] },
  storyDays: { schema: StoryDayRecord, lookups: {}, topics: ['story-days'] },
} as const;
