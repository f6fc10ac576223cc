/** Notes what was decided of stories, by whom: in the transaction of the decision, one stream a month. */
import type { Story } from '@palier/playlists/story';
import type { StoryAuditRecord } from '../storage/records/stories.ts';
import type { Transaction } from '../storage/storage.ts';

/** What was done, when, and who did it; absent: reports or the clock. */
export type StoryDone = Pick<StoryAuditRecord, 'at' | 'act'> & { by?: string };

/** One story is decided once in an instant, one way: the same again is the same entry. */
export async function noteStory(
  transaction: Transaction,
  { id: storyId, sourceId, title }: Pick<Story, 'id' | 'sourceId' | 'title'>,
  { at, act, by = '' }: StoryDone,
): Promise<void> {
  await transaction.append('storyAudit', at.slice(0, 7), `${at} ${storyId} ${act}`, {
    at,
    by,
    storyId,
    sourceId,
    title,
    act,
  });
}
