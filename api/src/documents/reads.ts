/**
 * How often documents are opened. Counted: one opening a browser, a document and a week, as far as a cookie without a
 * number remembers it. It cannot know people: two who share a phone count once, one with two browsers twice, and who
 * refuses cookies each time. Nothing about a request reaches this file, so nothing of it can be kept.
 *
 * Counts gather in memory and are written in one lot now and then: neither the store nor its journal tells when
 * somebody read. What gathered since the last lot is lost if the process is killed.
 */
import { readsTold } from '@palier/playlists/document';
import type { DocumentId } from '@palier/playlists/ids';
import type { Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';

const WRITE_EVERY_MS = 10 * 60_000;
/** Weeks that are told together; older counts are removed. */
export const READS_WEEKS = 12;
/** Documents whose openings wait in memory; more than there may be. */
const MAX_WAITING = 5_000;
const WEEK_MS = 7 * 24 * 3600_000;

export function createReads({ storage, clock, log }: { storage: Storage; clock: Clock; log: Log }) {
  const waiting = new Map<string, { documentId: DocumentId; week: string; count: number }>();
  let cancel: (() => void) | undefined;

  async function write(): Promise<void> {
    cancel = undefined;
    const lot = [...waiting];
    waiting.clear();
    if (lot.length === 0) return;
    const weeks = new Set(recentWeeks());
    try {
      await storage.transact(async (transaction) => {
        for (const [id, { documentId, week, count }] of lot) {
          const before = await transaction.get('documentReads', id);
          await transaction.put('documentReads', { id, documentId, week, count: (before?.count ?? 0) + count });
        }
        for (const old of await transaction.all('documentReads')) {
          if (!weeks.has(old.week)) await transaction.remove('documentReads', old.id);
        }
      });
    } catch (error) {
      log.warn('openings of documents were not counted', { reason: reasonOf(error) });
    }
  }

  const recentWeeks = () => Array.from({ length: READS_WEEKS }, (_, back) => weekOf(clock.now() - back * WEEK_MS));

  return {
    /** One more. Answers at once. */
    count(documentId: DocumentId): void {
      const week = weekOf(clock.now());
      const id = `${documentId}:${week}`;
      const present = waiting.get(id);
      if (present === undefined && waiting.size >= MAX_WAITING) return;
      waiting.set(id, { documentId, week, count: (present?.count ?? 0) + 1 });
      cancel ??= clock.after(WRITE_EVERY_MS, () => void write());
    },
    /** What may be told of each document: openings of the last weeks that are written, in whole steps of the floor. */
    async told(): Promise<ReadonlyMap<string, number>> {
      const weeks = new Set(recentWeeks());
      const sums = new Map<string, number>();
      for (const { documentId, week, count } of await storage.all('documentReads')) {
        if (weeks.has(week)) sums.set(documentId, (sums.get(documentId) ?? 0) + count);
      }
      return new Map(
        [...sums].flatMap(([id, sum]) => {
          const told = readsTold(sum);
          return told === undefined ? [] : [[id, told] as const];
        }),
      );
    },
    /** Openings of all documents in the weeks that began `from` to `until` weeks ago, as far as they are written; 0 is this one. */
    async sumOf(from: number, until: number): Promise<number> {
      const weeks = new Set(recentWeeks().slice(until, from + 1));
      const records = await storage.all('documentReads');
      return records.reduce((sum, { week, count }) => (weeks.has(week) ? sum + count : sum), 0);
    },
    async stop(): Promise<void> {
      cancel?.();
      await write();
    },
  };
}
export type Reads = ReturnType<typeof createReads>;

/** The ISO week of an instant in UTC, e.g. `2026-W48`. */
export function weekOf(atMs: number): string {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO('UTC');
  return `${day.yearOfWeek}-W${String(day.weekOfYear).padStart(2, '0')}`;
}
