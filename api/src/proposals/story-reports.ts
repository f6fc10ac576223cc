/**
 * Reports from phones: three of different devices take a story off the screens until a moderator looks. A device is known
 * by a random value that it is given when it reports, never before, and kept as a digest with the story's id alone: two
 * reports of one device about two stories have nothing in common. What a moderator showed again is not hidden twice.
 */
import type { ReportWhy } from '@palier/playlists/moderation';
import { isoOf, type Clock } from '../clock.ts';
import { digestOf } from '../secrets.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { Decisions } from './decide.ts';

/** So many different devices hide a story. */
export const REPORTS_THAT_HIDE = 3;
/** Marks that are kept of one story. */
const MAX_REPORTS = 50;

export type Reported = 'taken' | 'not-found';

export function createStoryReports(deps: { storage: Storage; clock: Clock; decisions: Decisions }) {
  const { storage, clock, decisions } = deps;

  async function reportPost(transaction: Transaction, record: ProposalRecord, mark: string, why: ReportWhy) {
    const isKnown = record.reports.some((one) => one.mark === mark);
    if (isKnown || record.reports.length >= MAX_REPORTS) return;
    const at = isoOf(clock.now()).slice(0, 10);
    const after: ProposalRecord = { ...record, reports: [...record.reports, { mark, at, why }] };
    await transaction.put('proposals', after);
    const wasLookedAt = record.decisions.some(
      ({ did, revision }) => did === 'shown-again' && revision === record.revision,
    );
    if (wasLookedAt || after.reports.length < REPORTS_THAT_HIDE) return;
    const { id, revision } = record;
    await decisions.decideIn(transaction, { id, revision, did: 'hidden-by-reports' });
  }

  /** A story of a source: it waits for a moderator as one that nobody has looked at. */
  async function reportStory(transaction: Transaction, storyId: string, mark: string): Promise<Reported> {
    const [source] = await transaction.find('sourceStories', 'story', storyId);
    const story = source?.stories.find(({ id }) => id === storyId);
    if (source === undefined || story === undefined || story.state === 'blocked') return 'not-found';
    const known = await transaction.get('storyReports', storyId);
    const marks = known?.marks ?? [];
    if (marks.includes(mark) || marks.length >= MAX_REPORTS) return 'taken';
    const hides = known?.hid !== true && marks.length + 1 >= REPORTS_THAT_HIDE && story.state === 'live';
    await transaction.put('storyReports', {
      id: story.id,
      marks: [...marks, mark],
      updatedAt: isoOf(clock.now()),
      hid: known?.hid === true || hides,
    });
    if (!hides) return 'taken';
    const stories = source.stories.map((one) => (one.id === storyId ? { ...one, state: 'waiting' as const } : one));
    await transaction.put('sourceStories', { ...source, stories });
    return 'taken';
  }

  return {
    /** One report. `device`: what the device was given when it first reported something. */
    async report(storyId: string, device: string, why: ReportWhy): Promise<Reported> {
      const mark = digestOf(`report ${storyId} ${device}`).slice(0, 32);
      const outcome = await storage.transact(async (transaction): Promise<Reported> => {
        const [record] = await transaction.find('proposals', 'story', storyId);
        if (record === undefined) return reportStory(transaction, storyId, mark);
        if (record.decided !== 'approved') return 'not-found';
        await reportPost(transaction, record, mark, why);
        return 'taken';
      });
      if (isRefused(outcome)) throw new Error('a report has no unique look-ups');
      return outcome;
    },
    /** Forgets reports of stories that are gone. */
    async sweep(commit: Storage['transact']): Promise<void> {
      await commit(async (transaction) => {
        for (const { id } of await transaction.all('storyReports')) {
          if ((await transaction.find('sourceStories', 'story', id)).length === 0)
            await transaction.remove('storyReports', id);
        }
      });
    },
  };
}
export type StoryReports = ReturnType<typeof createStoryReports>;
