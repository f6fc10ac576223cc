/**
 * The embedded engine: one process, one folder. lowdb holds the state; every transaction is in the journal, synced,
 * before anybody is answered; a checkpoint now and then keeps the journal short. ARCHITECTURE: decision 5, P1 to P8.
 */
import { join } from 'node:path';
import { Low } from 'lowdb';
import { createAdapter, type State } from './adapter.ts';
import { COLLECTIONS, LOGS, type LogName, type Topic } from './collections.ts';
import { createCommitter, JOURNAL_BYTES, type Committer } from './committer.ts';
import type { Definitions, LogDefinitions } from './definitions.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { StorageDamaged, type Header } from './frames.ts';
import type { Layer } from './layer.ts';
import { lockDirectory, type Lock } from './lock.ts';
import { MIGRATIONS, schemaVersion, type Migration } from './migrations.ts';
import { isUnlisted, recover } from './recovery.ts';
import { type Change, type Storage, StorageUnavailable } from './storage.ts';
import { createStreams } from './streams.ts';
import { createTables } from './tables.ts';
import { createTransactions } from './transactions.ts';
import { readerOf, transactionOf, typedAs } from './typed.ts';
import { createValues, type Values } from './values.ts';

/** Checkpoints in one purge: enough for 64 segments of each log; more wait for the next one. */
const PURGE_ROUNDS = 16;

export type StorageLog = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;

export type JsonStorageDeps = {
  dir: string;
  collections?: Definitions;
  logs?: LogDefinitions;
  migrations?: readonly Migration[];
  /** Taken for the sake of a common shape; this engine never asks the time, so a jumping clock cannot harm it. */
  clock?: { now(): number };
  log: StorageLog;
  fs?: Disk;
  lock?: Lock;
  /** The journal may always grow to this size before a checkpoint. */
  leastJournalBytes?: number;
  /** Around the one write: tests break the engine on purpose with it. */
  around?: (write: Committer['write']) => Committer['write'];
};

/** The embedded engine as the command line and the tests see it. */
export type JsonStorage = Storage & { checkpoint(): Promise<void> };

/** The files are of a later schema than this program knows. Nothing was read further or changed. */
export class StorageNewer extends Error {
  constructor(path: string, theirs: number, ours: number) {
    super(
      `${path} was written by a newer Palier (schema ${theirs}, this one knows ${ours}). Start that version again.`,
    );
    this.name = 'StorageNewer';
  }
}

export async function openJsonStorage(deps: JsonStorageDeps): Promise<JsonStorage> {
  const { dir, fs: disk = nodeDisk, lock = lockDirectory } = deps;
  await disk.makeDirectory(dir);
  const unlock = await lock(disk, dir);
  try {
    return await openLocked(deps, disk, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openLocked(deps: JsonStorageDeps, disk: Disk, unlock: () => Promise<void>): Promise<JsonStorage> {
  const { dir: directory, collections = COLLECTIONS, logs = LOGS, migrations = MIGRATIONS, log } = deps;
  const version = schemaVersion(migrations);
  const values = createValues(collections, logs, migrations);
  const state: State = {
    tables: createTables(collections),
    streams: createStreams(disk, directory, logs, version),
    store: '',
    next: 1,
  };
  let generation = 0;
  let snapshotBytes = 0;
  const check = (header: Header, path: string) => {
    if (header.version > version) throw new StorageNewer(path, header.version, version);
    if (state.store !== '' && header.store !== state.store)
      throw new StorageDamaged(path, 0, 'it belongs to another installation');
  };
  const measured = (bytes: number) => void (snapshotBytes = bytes);
  const adapter = createAdapter({
    disk,
    directory,
    version,
    values,
    check,
    state,
    measured,
    generation: () => generation,
  });
  const db = new Low<State>(adapter, state);
  const useSnapshot = (found: number) => void (generation = found);
  const recovered = await recover({ disk, directory, version, values, useSnapshot, check, db, log });
  const committer = createCommitter({
    ...recovered,
    disk,
    directory,
    store: state.store,
    version,
    log,
    leastJournalBytes: deps.leastJournalBytes ?? JOURNAL_BYTES.least,
    snapshotBytes: () => snapshotBytes,
    async snapshot(of, next) {
      generation = of;
      state.next = next;
      await db.write();
      for (const name of await disk.list(directory))
        if (isUnlisted(state, name)) await disk.remove(join(directory, name));
    },
  });
  const { around = (write) => write } = deps;
  return faceOf({ state, committer, write: around(committer.write), values, collections, log, unlock });
}

type Parts = {
  state: State;
  committer: Committer;
  write: Committer['write'];
  values: Values;
  collections: Definitions;
  log: StorageLog;
  unlock: () => Promise<void>;
};

function faceOf({ state, committer, write, values, collections, log, unlock }: Parts): JsonStorage {
  const { tables, streams } = state;
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let closing: Promise<void> | undefined;

  function apply(group: Layer): void {
    for (const operation of group.operations) {
      tables.apply(operation);
      streams.apply(operation);
    }
    tables.setRevisions(group.revisions);
  }
  function tell(group: Layer): void {
    const changes = [...group.revisions].map(([topic, revision]) => ({ topic: topic as Topic, revision }));
    if (changes.length === 0) return;
    for (const listener of listeners) {
      try {
        listener(changes);
      } catch (error) {
        log.error({ error }, 'a storage listener failed');
      }
    }
  }
  const durable = { ...tables, hasKey: streams.hasKey };
  const transactions = createTransactions({ definitions: collections, durable, write, apply, tell });
  const run = <T>(work: (own: Layer) => Promise<T>) => {
    if (closing !== undefined) throw new StorageUnavailable(503, 'the storage is closed');
    return transactions.run(work);
  };

  async function end(): Promise<void> {
    await transactions.idle();
    try {
      await committer.close();
    } finally {
      await unlock();
    }
  }

  return {
    ...readerOf(tables),
    ...typedAs<'transact'>({
      transact: async (work: (transaction: ReturnType<typeof transactionOf>) => Promise<unknown>) =>
        run((own) => work(transactionOf(own, values))),
    }),
    ...typedAs<'readLog'>({
      async readLog(name: LogName, stream: string, after: number, limit: number) {
        const entries = await streams.read(name, stream, after, limit);
        return entries.map(({ position, key, text, version }) => ({
          position,
          key,
          record: values.parseRecord(name, text, version),
        }));
      },
    }),
    countLog: async (name, stream) => streams.count(name, stream),
    streams: async (name) => streams.streamsOf(name),
    async dropLog(name, stream) {
      streams.log(name);
      await run(async (own) => own.add({ kind: 'drop', log: name, stream }));
    },
    async purge() {
      // Each checkpoint copies a few segments that hold dropped entries.
      for (let round = 0; round < PURGE_ROUNDS && closing === undefined; round++) {
        await committer.checkpoint();
        const logs = streams.names().map((name) => streams.log(name));
        if (logs.every(({ segments }) => segments.every(({ dead }) => dead === 0))) return;
      }
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health: () => committer.health(),
    checkpoint: () => committer.checkpoint(),
    close() {
      closing ??= end();
      return closing;
    },
  };
}
