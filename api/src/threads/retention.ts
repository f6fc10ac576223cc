/**
 * Deletion that happens by itself: threads whose day has come, files that no message names, and what a crash left of
 * threads that are gone. `palier verify` reads the same clear days and reports what should be gone and is not.
 */
import { daysUntil, type ThreadId } from '@palier/playlists/thread';
import type { Job } from '../jobs.ts';
import type { Storage } from '../storage/storage.ts';
import type { Conversations } from './conversations.ts';

export const RETENTION_EVERY_MS = 3600_000;

export function createRetention(deps: {
  storage: Storage;
  conversations: Conversations;
  /** A thread was deleted by its day. */
  ongone: (id: ThreadId) => void;
}) {
  const { storage, conversations } = deps;

  /** Streams of threads and files that are no more. A crash between two deletions leaves them; they open with nothing. */
  async function removeOrphans(threads: ReadonlySet<string>): Promise<number> {
    const files = await storage.all('threadFiles');
    const present = new Set(files.map(({ id }) => id));
    let removed = 0;
    for (const log of ['threadMessages', 'threadNotes', 'threadPieces'] as const) {
      for (const stream of await storage.streams(log)) {
        const isOwned = log === 'threadPieces' ? present.has(stream) : threads.has(stream);
        // A stream and its owner come in one transaction: a second look tells what was added meanwhile.
        if (isOwned || (await storage.get(log === 'threadPieces' ? 'threadFiles' : 'threads', stream))) continue;
        await storage.dropLog(log, stream);
        removed += 1;
      }
    }
    return removed;
  }

  async function removeLoose(today: string): Promise<number> {
    let removed = 0;
    for (const file of await storage.all('threadFiles')) {
      if (!file.loose || daysUntil(file.addedOn, today) >= 0) continue;
      await storage.transact(async (transaction) => {
        const present = await transaction.get('threadFiles', file.id);
        if (present?.loose === true) await transaction.remove('threadFiles', file.id);
      });
      removed += 1;
    }
    return removed;
  }

  return {
    /** The hourly round. Answers what it removed. */
    async round(job: Pick<Job, 'signal'>): Promise<{ threads: number; files: number }> {
      const today = conversations.today();
      const all = await storage.all('threads');
      const due = all.filter(({ deleteOn }) => daysUntil(deleteOn, today) <= 0);
      let threads = 0;
      for (const { id } of due) {
        if (job.signal.aborted) break;
        if (!(await conversations.remove(id))) continue;
        threads += 1;
        deps.ongone(id);
      }
      conversations.counted(all.length - threads);
      const files = await removeLoose(today);
      const gone = new Set(due.map(({ id }) => String(id)));
      const left = await removeOrphans(new Set(all.map(({ id }) => String(id)).filter((id) => !gone.has(id))));
      if (threads + files + left > 0) await storage.purge();
      return { threads, files };
    },
  };
}
export type Retention = ReturnType<typeof createRetention>;
