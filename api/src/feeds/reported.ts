/**
 * What phones reported of the stories of sources, as moderators are told: how many devices, and how often which reason;
 * never which device gave which, nor when. A story that reports hid waits as reported until a moderator decides.
 */
import type { Story } from '@palier/playlists/story';
import { digestOf } from '../secrets.ts';
import type { StoryReportsRecord } from '../storage/records/moderation.ts';
import type { Storage, Transaction } from '../storage/storage.ts';
import type { StoryReported } from '../wire/feeds.ts';
import { wordsText } from './story-words.ts';

/** Hidden by reports, and nobody has looked since; also where its source has told it anew meanwhile. */
export function isReported({ state }: Pick<Story, 'state'>, reports: StoryReportsRecord | undefined): boolean {
  return state === 'waiting' && reports?.hid === true && reports.answered === undefined;
}

/** What is told of reports beside a story: those that hid it, or those of what is live as it stands; nothing once they are answered. */
export function reportsTold(story: Story, reports: StoryReportsRecord | undefined): StoryReported | undefined {
  if (reports === undefined || reports.answered !== undefined) return undefined;
  const isOfThese = (reports.words ?? digestOf(wordsText(story))) === digestOf(wordsText(story));
  if (!isReported(story, reports) && !(story.state === 'live' && !reports.hid && isOfThese)) return undefined;
  const whys = Object.entries(reports.whys ?? {}).map(([why, count]) => ({ why, count }));
  return {
    story: story.id,
    count: reports.marks.length,
    hid: reports.hid,
    whys: whys.toSorted((a, b) => b.count - a.count || a.why.localeCompare(b.why)),
  };
}

/** A decision answers the reports that hid a story; taken back, they ask again. */
export async function answerReports(transaction: Transaction, storyId: string, isAnswered: boolean): Promise<void> {
  const reports = await transaction.get('storyReports', storyId);
  if (reports?.hid !== true || (reports.answered === true) === isAnswered) return;
  const { answered: _, ...open } = reports;
  await transaction.put('storyReports', isAnswered ? { ...open, answered: true } : open);
}

/** How many stories wait for a moderator, and how many of them because of reports. Read again when one has changed. */
export function createWaitingStories(storage: Pick<Storage, 'all' | 'revision'>) {
  let counted: { revision: number; waiting: number; reported: number } | undefined;
  return async (): Promise<{ waiting: number; reported: number }> => {
    // Read first: a change in between makes the count older than it says, never newer.
    const revision = await storage.revision('stories');
    if (counted?.revision !== revision) {
      const [records, reports] = await Promise.all([storage.all('sourceStories'), storage.all('storyReports')]);
      const reportsOf = new Map(reports.map((one) => [one.id, one]));
      const waiting = records.flatMap(({ stories }) => stories).filter(({ state }) => state === 'waiting');
      const reported = waiting.filter((story) => isReported(story, reportsOf.get(story.id)));
      counted = { revision, waiting: waiting.length, reported: reported.length };
    }
    return { waiting: counted.waiting, reported: counted.reported };
  };
}
export type WaitingStories = ReturnType<typeof createWaitingStories>;
