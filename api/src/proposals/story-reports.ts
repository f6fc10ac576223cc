/**
 * Reports from phones: three of different devices take a story off the screens until a moderator looks. A device is known
 * by a signed mark (`report-marks.ts`) that its browser is given on the page of the report, never before, and kept as a digest with the
 * story's id alone: two reports of one device about two stories have nothing in common. What has no mark, because its
 * browser keeps none, is one device, all of it together: addresses could not tell one phone that taps three times from
 * three people of an office, which is one address to us. Its reports still tell the moderators. Words are hidden once:
 * what a moderator has looked at since stays, whatever is reported of it; new words begin anew.
 */
import type { ReportWhy } from '@palier/playlists/moderation';
import type { Decision } from '@palier/playlists/proposal';
import { isoOf, type Clock } from '../clock.ts';
import { noteStory } from '../feeds/story-audit.ts';
import { wordsText } from '../feeds/story-words.ts';
import { digestOf } from '../secrets.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import type { Decisions } from './decide.ts';
import { stateOf } from './terms.ts';

/** So many different devices hide a story. */
export const REPORTS_THAT_HIDE = 3;
/** Marks that are kept of one story. */
const MAX_REPORTS = 50;
/** Decisions that only follow on reports: words they were about are not hidden by reports again. */
const HIDDEN_ONCE: ReadonlySet<Decision['did']> = new Set(['hidden-by-reports', 'shown-again']);
/** What stands for all devices that keep no mark. */
const UNMARKED = 'unmarked';

export type Reported = 'taken' | 'not-found';

export function createStoryReports(deps: { storage: Storage; clock: Clock; decisions: Decisions }) {
  const { storage, clock, decisions } = deps;

  async function reportPost(transaction: Transaction, record: ProposalRecord, mark: string, why: ReportWhy) {
    const { id, revision } = record;
    // What was said of other words is over with them.
    const known = record.reports.filter((one) => one.revision === revision);
    if (known.some((one) => one.mark === mark) || known.length >= MAX_REPORTS) return;
    const at = isoOf(clock.now()).slice(0, 10);
    const reports = [...known, { mark, at, why, revision }];
    await transaction.put('proposals', { ...record, reports });
    const wasHidden = record.decisions.some((one) => HIDDEN_ONCE.has(one.did) && one.revision === revision);
    if (wasHidden || reports.length < REPORTS_THAT_HIDE) return;
    await decisions.decideIn(transaction, { id, revision, did: 'hidden-by-reports' });
  }

  /** A story of a source: it waits for a moderator as one that nobody has looked at. */
  async function reportStory(
    transaction: Transaction,
    storyId: string,
    mark: string,
    why: ReportWhy,
  ): Promise<Reported> {
    const [source] = await transaction.find('sourceStories', 'story', storyId);
    const story = source?.stories.find(({ id }) => id === storyId);
    if (source === undefined || story === undefined || story.state === 'blocked') return 'not-found';
    // It is being looked at, or has not been yet: nothing that is said of it now may hide what comes of that.
    if (story.state !== 'live') return 'taken';
    const words = digestOf(wordsText(story));
    const before = await transaction.get('storyReports', storyId);
    const known = (before?.words ?? words) === words ? before : undefined;
    const marks = known?.marks ?? [];
    if (marks.includes(mark) || marks.length >= MAX_REPORTS) return 'taken';
    const hides = known?.hid !== true && marks.length + 1 >= REPORTS_THAT_HIDE;
    await transaction.put('storyReports', {
      id: story.id,
      marks: [...marks, mark],
      // Reasons are counted apart from the marks: nothing tells which device gave which.
      whys: { ...known?.whys, [why]: (known?.whys?.[why] ?? 0) + 1 },
      updatedAt: isoOf(clock.now()),
      words,
      hid: known?.hid === true || hides,
      ...(known?.answered === undefined ? {} : { answered: known.answered }),
    });
    if (!hides) return 'taken';
    // That somebody approved it once is over: these words are to be read again, whichever way they come.
    const { approved: _, ...unapproved } = story;
    const hidden = { ...unapproved, state: 'waiting' as const };
    const stories = source.stories.map((one) => (one.id === storyId ? hidden : one));
    await transaction.put('sourceStories', { ...source, stories });
    await noteStory(transaction, story, { at: isoOf(clock.now()), act: 'hidden' });
    return 'taken';
  }

  return {
    /** One report. `device`: the mark that its browser brought back; absent: it keeps none. */
    async report(storyId: string, device: string | undefined, why: ReportWhy): Promise<Reported> {
      const mark = digestOf(`report ${storyId} ${device ?? UNMARKED}`).slice(0, 32);
      const outcome = await storage.transact(async (transaction): Promise<Reported> => {
        const [record] = await transaction.find('proposals', 'story', storyId);
        if (record === undefined) return reportStory(transaction, storyId, mark, why);
        const isOver = record.endedAt !== undefined || stateOf(record, clock.now(), false) === 'expired';
        if (record.decided !== 'approved' || isOver) return 'not-found';
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

/** The reports that are about the words as they stand; of words that wait, those before them too, as a moderator reads on. */
export function reportsOf({ decided, reports, revision }: ProposalRecord): ProposalRecord['reports'] {
  return decided === 'approved' ? reports.filter((one) => one.revision === revision) : reports;
}
