/**
 * The only writer. Appends groups to the journal, begins a new journal and a checkpoint when the old one has grown, and
 * after a failure goes on by itself as soon as the disk lets it. Rotation, write and roll-back never run side by side.
 */
import { join } from 'node:path';
import { errorCode, type Disk } from './disk.ts';
import { createJournal, isFull, type Journal } from './journal.ts';
import { parseName } from './names.ts';
import { encodeTransaction } from './operations.ts';
import { StorageUnavailable } from './storage.ts';

/** A checkpoint is due when the journals behind the snapshot are larger than the snapshot, within these bounds. */
export const JOURNAL_BYTES = { least: 8 * 1024 * 1024, most: 64 * 1024 * 1024 };
/** Where checkpoints keep failing, writes are refused once the journals are this much over what was due. */
const GRACE_BYTES = 64 * 1024 * 1024;
/** While the disk refuses writes it is asked again this often. */
export const PROBE_MS = 2_000;
const RETRY_BYTES = 1024 * 1024;
/** A transaction that does nothing: asks a failing disk, and marks a clean end. */
const NOTHING = encodeTransaction([], new Map());

export type CommitterDeps = {
  disk: Disk;
  directory: string;
  journal: Journal;
  store: string;
  version: number;
  /** Bytes in older journals that no snapshot holds yet. */
  behind: number;
  snapshotBytes: () => number;
  leastJournalBytes: number;
  /** Writes the state as it is when called; must take it before its first await. */
  snapshot: (generation: number, next: number) => Promise<void>;
  /** The last journal cannot be written on (an older version made it): begin a new one first. */
  startAnew: boolean;
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
};

export type Committer = {
  write: (records: readonly Uint8Array[], apply: () => void) => Promise<void>;
  /** The generation of the journal in use. */
  generation: () => number;
  health: () => { writable: true } | { writable: false; reason: string };
  /** Begins a checkpoint now and waits for it. */
  checkpoint: () => Promise<void>;
  close: () => Promise<void>;
};

export function createCommitter(deps: CommitterDeps): Committer {
  const { disk, directory, log } = deps;
  let journal = deps.journal;
  let behind = deps.behind;
  let wanted = deps.startAnew;
  let checkpointing: Promise<void> | undefined;
  let notBefore = 0;
  let reason: string | undefined;
  let probe: ReturnType<typeof setInterval> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function exclusive<T>(job: () => Promise<T>): Promise<T> {
    const run = turn.then(job);
    turn = run.catch(() => undefined);
    return run;
  }
  const due = () => Math.min(Math.max(deps.leastJournalBytes, deps.snapshotBytes()), JOURNAL_BYTES.most);
  const unsaved = () => behind + journal.bytes();

  async function startJournal(): Promise<void> {
    const header = {
      kind: 'journal' as const,
      version: deps.version,
      store: deps.store,
      previousBytes: journal.bytes(),
      next: journal.next(),
    };
    // From the moment the new journal may exist, nothing may be added to the old one: it would not count.
    const fresh = await createJournal(disk, directory, journal.generation + 1, header, journal.retire);
    behind += journal.bytes();
    // What is in it is durable; a failed close of a file that is not written again loses nothing.
    await journal.close().catch((error: unknown) => log.warn({ error }, 'closing the old journal failed'));
    journal = fresh;
  }

  /** Called with the new journal in place: the snapshot takes its generation. */
  function beginCheckpoint(): void {
    const { generation } = journal;
    const saved = behind;
    wanted = false;
    checkpointing = deps
      .snapshot(generation, journal.next())
      .then(async () => {
        behind -= saved;
        await sweepBefore(disk, directory, generation);
      })
      .catch((error: unknown) => {
        notBefore = unsaved() + RETRY_BYTES;
        log.warn({ error }, 'a checkpoint failed; the journal keeps everything and it is tried again');
      })
      .finally(() => (checkpointing = undefined));
  }

  async function rotateIfDue(): Promise<void> {
    const broken = !journal.usable();
    if (broken) await startJournal();
    wanted ||= broken;
    if (checkpointing !== undefined || unsaved() < notBefore || !(wanted || unsaved() > due())) return;
    if (!broken) {
      try {
        await startJournal();
      } catch (error) {
        if (!journal.usable()) throw error;
        notBefore = unsaved() + RETRY_BYTES;
        log.warn({ error }, 'no new journal could be begun; the old one goes on');
        return;
      }
    }
    beginCheckpoint();
  }

  async function append(records: readonly Uint8Array[], apply: () => void): Promise<void> {
    try {
      await rotateIfDue();
      if (unsaved() > due() + GRACE_BYTES) {
        // The disk takes appends but no snapshots: going on would fill memory and disk.
        throw Object.assign(new Error('the journals have grown too large'), { code: 'ENOSPC' });
      }
      await journal.append(records);
    } catch (error) {
      fail(error);
      throw new StorageUnavailable(isFull(error) ? 507 : 503, reason ?? 'the disk refuses writes', { cause: error });
    }
    apply();
    if (reason !== undefined) {
      reason = undefined;
      notBefore = 0;
      clearInterval(probe);
      log.info({}, 'the disk takes writes again');
    }
  }

  function fail(error: unknown): void {
    const before = reason;
    reason = isFull(error) ? 'the disk is full' : `the disk refuses writes (${errorCode(error) ?? 'unknown error'})`;
    if (before !== undefined) return;
    log.error({ error }, `${reason}; reads go on, writes are refused until it takes them again`);
    probe = setInterval(
      () => void exclusive(() => append([NOTHING], () => undefined)).catch(() => undefined),
      PROBE_MS,
    );
    probe.unref();
  }

  return {
    write: (records, apply) => exclusive(() => append(records, apply)),
    generation: () => journal.generation,
    health: () => (reason === undefined ? { writable: true } : { writable: false, reason }),
    async checkpoint() {
      await checkpointing;
      await exclusive(async () => {
        await startJournal();
        beginCheckpoint();
      });
      await checkpointing;
    },
    async close() {
      clearInterval(probe);
      await checkpointing;
      await exclusive(async () => {
        // With a whole frame behind it, damage to the last transaction can be told from a torn write.
        if (journal.usable())
          await journal
            .append([NOTHING])
            .catch((error: unknown) => log.warn({ error }, 'the journal has no clean end'));
        await journal.close();
      });
    },
  };
}

/** Removes what a snapshot of this generation made needless. A failure leaves files that the next sweep removes. */
export async function sweepBefore(disk: Disk, directory: string, generation: number): Promise<void> {
  for (const name of await disk.list(directory)) {
    const named = parseName(name);
    if (named !== undefined && named.kind !== 'segment' && named.generation < generation)
      await disk.remove(join(directory, name));
  }
}
