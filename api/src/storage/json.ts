/**
 * The embedded engine: one process, one folder. State in memory, each transaction in a journal that is synced before
 * anybody is answered.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { COLLECTIONS, LOGS, type Topic } from './collections.ts';
import type { Definitions, LogDefinitions } from './definitions.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { frameBehind, createJournal, isFull, journalOn, replayJournal, type Journal } from './journal.ts';
import { StorageDamaged } from './frames.ts';
import { schemaVersion } from './migrations.ts';
import { nameOf, parseName } from './names.ts';
import { decodeTransaction } from './operations.ts';
import { type Change, type Storage, StorageUnavailable } from './storage.ts';
import { createStreams } from './streams.ts';
import { createTables } from './tables.ts';
import { createTransactions } from './transactions.ts';
import { readerOf, transactionOf, typedAs } from './typed.ts';
import { createValues } from './values.ts';

export type StorageLog = Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;

export type JsonStorageDeps = {
  dir: string;
  collections?: Definitions;
  logs?: LogDefinitions;
  clock: { now(): number };
  log: StorageLog;
  fs?: Disk;
};

export async function openJsonStorage(deps: JsonStorageDeps): Promise<Storage> {
  const { dir, collections = COLLECTIONS, logs = LOGS, log, fs: disk = nodeDisk } = deps;
  await disk.makeDirectory(dir);
  const values = createValues(collections, logs);
  const tables = createTables(collections);
  const streams = createStreams();
  const journal: Journal = await open();
  let failure: string | undefined;
  let closed = false;
  const listeners = new Set<(changes: readonly Change[]) => void>();

  async function open(): Promise<Journal> {
    const generation = (await disk.list(dir))
      .flatMap((name) => parseName(name) ?? [])
      .find(({ kind }) => kind === 'journal');
    if (generation === undefined)
      return createJournal(disk, dir, 1, { kind: 'journal', version: schemaVersion(), store: randomUUID(), next: 1 });
    const path = join(dir, nameOf({ kind: 'journal', generation: 1 }));
    const file = await disk.open(path, 'write');
    const replayed = await replayJournal(file, path, undefined, (payload, _number, header) => {
      const { operations, revisions } = decodeTransaction(payload, values.revive(header.version));
      for (const operation of operations) {
        tables.apply(operation);
        streams.apply(operation);
      }
      tables.setRevisions(revisions);
    });
    if (replayed.end < replayed.size) {
      if (await frameBehind(file, replayed.end, replayed.size, replayed.next))
        throw new StorageDamaged(path, replayed.end, 'the checksum is wrong');
      log.warn({ path, offset: replayed.end }, 'the journal ended in a torn write; cut off');
      await file.truncate(replayed.end);
    }
    await file.sync();
    return journalOn({ disk, path, generation: 1, file, bytes: replayed.end, next: replayed.next });
  }

  const transactions = createTransactions({
    definitions: collections,
    durable: { ...tables, hasKey: streams.hasKey },
    async write(records) {
      try {
        await journal.append(records);
        failure = undefined;
      } catch (error) {
        failure = isFull(error) ? 'the disk is full' : 'the disk refuses writes';
        throw new StorageUnavailable(isFull(error) ? 507 : 503, failure, { cause: error });
      }
    },
    apply(group) {
      for (const operation of group.operations) {
        tables.apply(operation);
        streams.apply(operation);
      }
      tables.setRevisions(group.revisions);
      const changes = [...group.revisions].map(([topic, revision]) => ({ topic: topic as Topic, revision }));
      for (const listener of changes.length > 0 ? listeners : []) {
        try {
          listener(changes);
        } catch (error) {
          log.error({ error }, 'a storage listener failed');
        }
      }
    },
  });

  return {
    ...readerOf(tables),
    ...typedAs<'transact'>({
      transact: async (work: (transaction: ReturnType<typeof transactionOf>) => Promise<unknown>) => {
        if (closed) throw new StorageUnavailable(503, 'the storage is closed');
        return transactions.run((own) => work(transactionOf(own, values)));
      },
    }),
    ...typedAs<'readLog'>({
      async readLog(name: string, stream: string, after: number, limit: number) {
        const entries = await streams.read(name, stream, after, limit);
        return entries.map(({ position, key, text }) => ({
          position,
          key,
          record: values.parseRecord(name, text, schemaVersion()),
        }));
      },
    }),
    streams: async (name) => streams.names(name).filter((stream) => streams.count(name, stream) > 0),
    countLog: async (name, stream) => streams.count(name, stream),
    async dropLog(name, stream) {
      await transactions.run(async (own) => own.add({ kind: 'drop', log: name, stream }));
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health: () => (failure === undefined ? { writable: true } : { writable: false, reason: failure }),
    async close() {
      if (closed) return;
      closed = true;
      await transactions.idle();
      await journal.close();
    },
  };
}
