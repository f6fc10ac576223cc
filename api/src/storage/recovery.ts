/**
 * From the files to the state they promise: the newest snapshot, the segments it lists, then every journal since, in
 * order and without a gap. A tail that a crash tore is kept aside and cut off; anything else that does not fit is
 * refused with file, offset and what to do. Never writes over anything, and never takes a missing file for an empty one.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Low } from 'lowdb';
import type { State } from './adapter.ts';
import { errorCode, type Disk, type DiskFile } from './disk.ts';
import { TEMPORARY, writeFileDurably } from './durable-file.ts';
import { readHeader, StorageDamaged, type Header } from './frames.ts';
import { createJournal, frameBehind, journalOn, replayJournal, type Journal } from './journal.ts';
import { nameOf, parseName, STAGING, TAKEN } from './names.ts';
import { decodeTransaction } from './operations.ts';
import type { Values } from './values.ts';

export type RecoveryDeps = {
  disk: Disk;
  directory: string;
  version: number;
  values: Values;
  /** Told which snapshot to read before `db.read()` is called. */
  useSnapshot: (generation: number) => void;
  check: (header: Header, path: string) => void;
  db: Low<State>;
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
};

export class RestoreCutOff extends Error {
  constructor(directory: string) {
    super(`a restore into ${directory} was cut off. Run "palier restore FILE" again: it begins anew.`);
    this.name = 'RestoreCutOff';
  }
}

/** The files there are, as the engine sees them. */
export type Found = { snapshot: number; journals: number[] };

/** Which files make up the store. Nothing at all is a new store; a part of one is damage. */
export async function findFiles(disk: Disk, directory: string): Promise<Found | undefined> {
  const names = await disk.list(directory);
  if (names.includes(STAGING)) throw new RestoreCutOff(directory);
  const named = names.flatMap((name) => parseName(name) ?? []);
  const generations = (kind: 'journal' | 'snapshot') =>
    named.flatMap((file) => (file.kind === kind ? file.generation : [])).sort((a, b) => a - b);
  if (named.length === 0) return undefined;
  const snapshot = generations('snapshot').at(-1) ?? 0;
  const journals = generations('journal').filter((generation) => generation >= snapshot);
  const first = Math.max(snapshot, 1);
  const last = journals.at(-1) ?? first;
  for (let generation = first; generation <= last; generation++) {
    if (journals.includes(generation)) continue;
    const missing = nameOf(
      snapshot === 0 && generation === 1 && journals.length > 0
        ? { kind: 'snapshot', generation: journals[0] ?? 1 }
        : { kind: 'journal', generation },
    );
    throw new StorageDamaged(join(directory, missing), 0, 'the file is missing');
  }
  return { snapshot, journals };
}

export async function recover(deps: RecoveryDeps): Promise<{ journal: Journal; behind: number; startAnew: boolean }> {
  const { disk, directory, db, version } = deps;
  const found = await findFiles(disk, directory);
  if (found === undefined) {
    db.data.store = randomUUID();
    db.data.next = 1;
    const header = { kind: 'journal' as const, version, store: db.data.store, next: 1 };
    return { journal: await createJournal(disk, directory, 1, header), behind: 0, startAnew: false };
  }
  deps.useSnapshot(found.snapshot);
  await db.read();
  let behind = 0;
  for (const generation of found.journals.slice(0, -1)) behind += await replaySealed(deps, generation);
  const { journal, startAnew } = await openLast(deps, found.journals.at(-1) ?? 1);
  await sweep(deps, found);
  return { journal, behind, startAnew };
}

async function replaySealed(deps: RecoveryDeps, generation: number): Promise<number> {
  const path = join(deps.directory, nameOf({ kind: 'journal', generation }));
  const after = join(deps.directory, nameOf({ kind: 'journal', generation: generation + 1 }));
  const following = await deps.disk.open(after, 'read');
  let header: Header;
  try {
    ({ header } = await readHeader(following, after));
  } finally {
    await following.close();
  }
  if (header.previousBytes === undefined)
    throw new StorageDamaged(after, 0, 'it does not say where the journal before it ends');
  const file = await deps.disk.open(path, 'read');
  try {
    return (await replay(deps, file, path, header.previousBytes)).end;
  } finally {
    await file.close();
  }
}

async function replay(deps: RecoveryDeps, file: DiskFile, path: string, until: number | undefined) {
  const { header } = await readHeader(file, path);
  deps.check(header, path);
  const state = deps.db.data;
  if (state.store === '') state.store = header.store;
  if (header.next !== state.next)
    throw new StorageDamaged(path, 0, `it begins with transaction ${header.next}, not ${state.next}`);
  const revive = deps.values.revive(header.version);
  const replayed = await replayJournal(file, path, until, (payload, number) => {
    const { operations, revisions } = decodeTransaction(payload, revive);
    for (const operation of operations) {
      state.tables.apply(operation);
      state.streams.apply(operation);
    }
    state.tables.setRevisions(revisions);
    state.next = number + 1;
  });
  return replayed;
}

async function openLast(deps: RecoveryDeps, generation: number): Promise<{ journal: Journal; startAnew: boolean }> {
  const { disk, directory, db, version, log } = deps;
  const path = join(directory, nameOf({ kind: 'journal', generation }));
  const file = await disk.open(path, 'write');
  try {
    const { end, size, header } = await replay(deps, file, path, undefined);
    if (end < size) {
      if (await frameBehind(file, end, size, db.data.next))
        throw new StorageDamaged(path, end, 'the checksum is wrong');
      const torn = Buffer.alloc(size - end);
      await file.read(torn, end);
      const aside = `${path}.${end}.torn`;
      await writeFileDurably(aside, torn, disk);
      log.warn(
        { file: path, offset: end, aside },
        'the journal ended in a torn write, as a crash leaves it; it is kept aside',
      );
      await file.truncate(end);
    }
    // After a kill, what was read may only be in the page cache: nothing is visible before it is durable.
    await file.sync();
    const journal = journalOn({ disk, path, generation, file, bytes: end, next: db.data.next });
    return { journal, startAnew: header.version !== version };
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** What an interrupted checkpoint or an interrupted write left: no snapshot lists it, and the journals have it all. */
async function sweep({ disk, directory, db, log }: RecoveryDeps, { snapshot }: Found): Promise<void> {
  for (const name of await disk.list(directory)) {
    const named = parseName(name);
    const old = named !== undefined && named.kind !== 'segment' && named.generation < snapshot;
    if (!old && !isUnlisted(db.data, name) && !TEMPORARY.test(name) && !name.endsWith(TAKEN)) continue;
    await disk.remove(join(directory, name)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') log.warn({ error, name }, 'a left-over file could not be removed');
    });
  }
}

/** Whether this is a segment that the state does not know. */
export function isUnlisted({ streams }: State, name: string): boolean {
  const named = parseName(name);
  if (named?.kind !== 'segment' || !streams.names().includes(named.log)) return false;
  return !streams.log(named.log).segments.some(({ id }) => id === named.id);
}
