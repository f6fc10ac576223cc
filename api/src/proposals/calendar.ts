/**
 * What the clock does to proposals: an approved one goes on screens when its day comes and off when its time is over;
 * ended ones lose their mail address (who was never answered gets a letter first), and later everything. A job looks; states themselves follow from the instants
 * in the record, so a late job shows nothing wrong.
 */
import type { ProposalContent } from '@palier/playlists/proposal';
import { isoOf, type Clock } from '../clock.ts';
import type { Job } from '../jobs.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import { isRefused, type Storage, type Transaction } from '../storage/storage.ts';
import { showNow } from './decide.ts';
import { filesOf, postOf, removePost } from './posts.ts';
import { removeIn } from './proposals.ts';
import { DAY_MS, KEPT_DAYS, stateOf } from './terms.ts';
import { UNDO_MS } from './undo.ts';

/** A mail address of a declined one stays so long: its author may send it again. */
const DECLINED_MAIL_DAYS = 14;
/** Drafts that were never sent, and files that no proposal names. */
const LOOSE_MS = DAY_MS;
/** Changes in one transaction. */
const AT_ONCE = 50;

/** What is done to a record as it stands then: reports and who has it in hand may have come meanwhile. Answers files that go. */
type Due = (transaction: Transaction, present: ProposalRecord) => Promise<string[]>;

export function createCalendar(deps: {
  storage: Storage;
  clock: Clock;
  /** Files that nothing names any more. */
  drop: (addresses: readonly string[]) => Promise<void>;
  /** Tells the author that nobody answered in time, in the same transaction. */
  tellUnanswered?: ((transaction: Transaction, record: ProposalRecord) => Promise<void>) | undefined;
  /** The stories that some screen shows now. */
  onScreens: () => Promise<ReadonlySet<string>>;
}) {
  const { storage, clock, drop, tellUnanswered, onScreens } = deps;

  /** What is due for a record now; absent: nothing. */
  async function dueOf(record: ProposalRecord): Promise<Due | undefined> {
    const nowMs = clock.now();
    const endedMs = record.endedAt === undefined ? undefined : Date.parse(record.endedAt);
    if (endedMs !== undefined && endedMs + KEPT_DAYS * DAY_MS <= nowMs) {
      return removeIn;
    }
    if (stateOf(record, nowMs, false) === 'expired' && endedMs === undefined) {
      return async (transaction, present) => {
        await removePost(transaction, present);
        // Asked for changes it has had its answer; approved, too.
        if (present.decided === 'waiting') await tellUnanswered?.(transaction, present);
        const { mail: _mail, claim: _claim, ...rest } = present;
        await transaction.put('proposals', { ...rest, endedAt: present.untilAt ?? isoOf(nowMs) });
        return [];
      };
    }
    if (record.decided === 'declined' && record.mail !== undefined && endedMs !== undefined) {
      if (endedMs + DECLINED_MAIL_DAYS * DAY_MS > nowMs) return undefined;
      return async (transaction, present) => {
        const { mail: _mail, ...rest } = present;
        await transaction.put('proposals', rest);
        return [];
      };
    }
    const isDue = record.decided === 'approved' && !record.hidden && endedMs === undefined;
    const isTime = record.fromAt === undefined || Date.parse(record.fromAt) <= nowMs;
    if (!isDue || !isTime) return undefined;
    if ((await postOf(storage, record)) !== undefined) {
      if (record.shownAt !== undefined || !(await onScreens()).has(record.storyId)) return undefined;
      return async (transaction, present) => {
        await transaction.put('proposals', { ...present, shownAt: isoOf(nowMs) });
        return [];
      };
    }
    return async (transaction, present) => {
      await showNow(transaction, present, nowMs);
      return [];
    };
  }

  /** Drafts and files that were left lying. */
  async function loose(transaction: Transaction): Promise<string[]> {
    const before = clock.now() - LOOSE_MS;
    for (const draft of await transaction.all('proposalDrafts')) {
      if (Date.parse(draft.begunAt) < before) await transaction.remove('proposalDrafts', draft.id);
    }
    const gone: string[] = [];
    for (const file of await transaction.all('proposalFiles')) {
      if (Date.parse(file.addedAt) >= before) continue;
      const [record] = await transaction.find('proposals', 'key', file.keyHash);
      const names = record === undefined ? [] : keptContents(record, clock.now()).flatMap(filesOf);
      if (names.includes(file.id)) continue;
      await transaction.remove('proposalFiles', file.id);
      await transaction.remove('storyMedia', file.id);
      gone.push(file.media.sha256, ...(file.media.variants ?? []).map((one) => one.sha256));
      if (gone.length > 4 * AT_ONCE) break;
    }
    return gone;
  }

  async function write(job: Pick<Job, 'commit'>, work: (transaction: Transaction) => Promise<string[]>): Promise<void> {
    const gone = await job.commit(work);
    if (!isRefused(gone) && gone.length > 0) await drop(gone);
  }

  return {
    /**
     * Everything that is due; `approved`: of those alone, which is what screens wait for. Each record is read again
     * before it is changed: its author may have been quicker.
     */
    async round(job: Pick<Job, 'commit' | 'signal'>, which: 'all' | 'approved' = 'all'): Promise<void> {
      let done = 0;
      const records =
        which === 'all' ? await storage.all('proposals') : await storage.find('proposals', 'state', 'approved');
      for (const seen of records) {
        if (job.signal.aborted || done >= AT_ONCE) return;
        const due = await dueOf(seen);
        if (due === undefined) continue;
        done += 1;
        await write(job, async (transaction) => {
          const now = await transaction.get('proposals', seen.id);
          const isSame =
            now?.updatedAt === seen.updatedAt && now.decided === seen.decided && now.hidden === seen.hidden;
          return isSame ? await due(transaction, now) : [];
        });
      }
    },
    async sweep(job: Pick<Job, 'commit'>): Promise<void> {
      await write(job, loose);
    },
  };
}
export type Calendar = ReturnType<typeof createCalendar>;

/** Whose files stay: what was approved is shown beside what waits, and an approval taken back brings the one before it. */
function keptContents({ content, approved, undo }: ProposalRecord, nowMs: number): ProposalContent[] {
  const before = undo !== undefined && Date.parse(undo.at) + UNDO_MS > nowMs ? undo.approved : undefined;
  return [content, approved?.content, before?.content].filter((one) => one !== undefined);
}
