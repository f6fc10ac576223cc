/**
 * What is unlocked: every thread's keys, head and desk, in memory and only while somebody of HR has the inbox open.
 * Threads are opened in the background, those that wait first; lists and search work on what is open so far and say
 * how far that is. Bounded by the number of threads there may be. Nothing of it is ever written.
 */
import { createRounds } from '@palier/playlists/rounds';
import type { ThreadId } from '@palier/playlists/thread';
import { reasonOf, type Log } from '../log.ts';
import type { ThreadRecord } from '../storage/records/threads.ts';
import type { Storage } from '../storage/storage.ts';
import type { InboxKeys } from './inbox-keys.ts';
import { openByInbox, openDesk, openHead, type DeskKeys, type ThreadDesk, type ThreadHead } from './thread-box.ts';

/** A thread as HR works on it. */
export type OpenThread = { record: ThreadRecord; keys: DeskKeys; head: ThreadHead; desk: ThreadDesk };

/** Opened at once; the loop gets its turn in between. */
const SLICE = 24;

export type InboxIndex = ReturnType<typeof createInboxIndex>;

export function createInboxIndex(deps: {
  storage: Storage;
  log: Log;
  onprogress: (progress: { opened: number; of: number }) => void;
}) {
  const { storage, log } = deps;
  const open = new Map<ThreadId, OpenThread>();
  /** Did not open: sealed to a key that is gone, or damaged. Counted, so that progress ends. */
  const shut = new Set<ThreadId>();
  let keys: InboxKeys | undefined;
  let total = 0;
  /** Resolves once those who wait for HR are open. */
  let waitingOpen = Promise.withResolvers<void>();

  const progress = () => ({ opened: Math.min(total, open.size + shut.size), of: total });

  /** Opens one thread anew, by the keys known of it or by the inbox. */
  async function openOne(
    record: ThreadRecord,
    known?: DeskKeys,
    knownHead?: ThreadHead,
  ): Promise<OpenThread | undefined> {
    const round = keys;
    if (round === undefined) return undefined;
    const before = open.get(record.id);
    const own = known ?? before?.keys ?? (await openByInbox(record, round));
    // It was locked meanwhile: nothing may be put back.
    if (keys !== round) return undefined;
    const head = own && (knownHead ?? openHead(record, own.thread));
    const isSameDesk =
      before !== undefined && before.record.desk === record.desk && before.record.notes === record.notes;
    const desk = own && (isSameDesk ? before.desk : openDesk(record, own.desk));
    if (own === undefined || head === undefined || desk === undefined) {
      if (!shut.has(record.id)) log.warn('a thread cannot be opened with the key of the inbox', { thread: record.id });
      shut.add(record.id);
      return undefined;
    }
    const opened = { record, keys: own, head, desk };
    open.set(record.id, opened);
    shut.delete(record.id);
    return opened;
  }

  const isKnown = (record: ThreadRecord) => {
    const known = open.get(record.id)?.record;
    return (
      known !== undefined &&
      known.head === record.head &&
      known.desk === record.desk &&
      known.generation === record.generation
    );
  };

  async function round(): Promise<void> {
    const records = await storage.all('threads');
    const present = new Set(records.map(({ id }) => id));
    for (const id of open.keys()) if (!present.has(id)) forget(id);
    for (const id of shut) if (!present.has(id)) shut.delete(id);
    total = records.length;
    const wanted = records.filter((record) => !isKnown(record) && !shut.has(record.id));
    wanted.sort((a, b) => Number(b.waitsFor === 'hr') - Number(a.waitsFor === 'hr'));
    for (let from = 0; from < wanted.length && keys !== undefined; from += SLICE) {
      if (wanted[from]?.waitsFor !== 'hr') waitingOpen.resolve();
      await Promise.all(wanted.slice(from, from + SLICE).map((record) => openOne(record)));
      await new Promise((resolve) => setImmediate(resolve));
      if (from % (SLICE * 40) === 0) deps.onprogress(progress());
    }
    waitingOpen.resolve();
    if (wanted.length > SLICE) deps.onprogress(progress());
  }

  /** Reads all threads and opens those that are new or changed. */
  const rounds = createRounds(
    async () => {
      if (keys !== undefined) await round();
    },
    (error) => log.warn('threads could not be opened', { reason: reasonOf(error) }),
  );
  const follow = () => rounds.ask();

  function forget(id: ThreadId): void {
    const known = open.get(id);
    known?.keys.thread.fill(0);
    known?.keys.desk.fill(0);
    open.delete(id);
  }

  return {
    begin(unlocked: InboxKeys): void {
      keys = unlocked;
      void follow();
    },
    /** Other generations of the inbox's key. */
    rekey: (next: InboxKeys) => void (keys = next),
    /** Locks: overwrites every key and forgets everything. */
    end(): void {
      keys = undefined;
      waitingOpen.resolve();
      waitingOpen = Promise.withResolvers();
      for (const id of open.keys()) forget(id);
      shut.clear();
      total = 0;
    },
    isOpen: () => keys !== undefined,
    keys: () => keys,
    follow,
    /** Resolves once all who wait for HR are open: they are opened first. */
    waitingOpen: () => waitingOpen.promise,
    /** Resolves once everything there was is open. */
    settled: () => rounds.done(),
    progress,
    all: (): IterableIterator<OpenThread> => open.values(),
    /** One thread as it is in the store now, with keys of its own that outlive a lock; absent when it is gone. */
    async one(id: string): Promise<OpenThread | undefined> {
      const record = await storage.get('threads', id);
      if (record === undefined) return undefined;
      const known = open.get(record.id);
      const found = known !== undefined && isKnown(record) ? known : await openOne(record);
      return found && { ...found, keys: { thread: found.keys.thread.slice(), desk: found.keys.desk.slice() } };
    },
    /** A thread was begun or changed in this process. With its keys and head, where they are at hand. */
    changed(record: ThreadRecord, known?: DeskKeys, head?: ThreadHead): void {
      if (keys === undefined) return;
      if (!open.has(record.id) && !shut.has(record.id)) total += 1;
      const copied = known && { thread: known.thread.slice(), desk: known.desk.slice() };
      openOne(record, copied, head).catch((error: unknown) =>
        log.warn('a thread could not be opened', { reason: reasonOf(error) }),
      );
    },
    removed(id: ThreadId): void {
      if (open.has(id) || shut.has(id)) total -= 1;
      forget(id);
      shut.delete(id);
    },
  };
}
