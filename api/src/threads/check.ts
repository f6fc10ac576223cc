/**
 * Proves without any key that deletion is done: no thread is kept past its day, and nothing is left of threads and
 * files that are gone. `palier verify` runs it on either engine; it reads clear fields alone.
 */
import { daysUntil, dayOf } from '@palier/playlists/thread';
import type { Storage } from '../storage/storage.ts';

/** The hourly round may be an hour late, and a server may be off over night: a whole day late is a fault. */
const GRACE_DAYS = 1;

export type ThreadCheck = { threads: number; findings: { file: string; reason: string }[] };

export async function checkThreads(storage: Storage, atMs: number): Promise<ThreadCheck> {
  const findings: ThreadCheck['findings'] = [];
  const talk = await storage.get('talk', 'talk');
  const today = dayOf(atMs, talk?.settings.working.zone ?? 'UTC');
  const threads = await storage.all('threads');
  const files = await storage.all('threadFiles');
  const present = new Set<string>(threads.map(({ id }) => id));
  const presentFiles = new Set<string>(files.map(({ id }) => id));
  for (const { id, deleteOn, messages, notes } of threads) {
    const late = -daysUntil(deleteOn, today);
    if (late > GRACE_DAYS) {
      findings.push({ file: `thread ${id}`, reason: `it was to be deleted on ${deleteOn}, ${late} days ago` });
    }
    for (const [log, expected] of [
      ['threadMessages', messages],
      ['threadNotes', notes],
    ] as const) {
      const found = await storage.countLog(log, id);
      if (found < expected)
        findings.push({ file: `thread ${id}`, reason: `${expected - found} of its ${log} are missing` });
    }
  }
  for (const file of files) {
    if (!present.has(file.threadId)) findings.push({ file: `file ${file.id}`, reason: 'its thread is gone' });
  }
  for (const log of ['threadMessages', 'threadNotes', 'threadPieces'] as const) {
    const owners = log === 'threadPieces' ? presentFiles : present;
    for (const stream of await storage.streams(log)) {
      if (!owners.has(stream)) findings.push({ file: `${log} of ${stream}`, reason: 'what it belonged to is gone' });
    }
  }
  return { threads: threads.length, findings };
}
