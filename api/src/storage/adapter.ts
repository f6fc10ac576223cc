/**
 * lowdb's adapter: `read` takes in the newest snapshot and the segments it lists, `write` is a checkpoint of the state
 * as it is at that very moment: recent log entries to segments, then the snapshot by temporary file, fsync, rename and
 * fsync of the folder. The journal carries whatever comes after.
 */
import { join } from 'node:path';
import type { Adapter } from 'lowdb';
import { z } from 'zod';
import type { Disk, DiskFile } from './disk.ts';
import { temporaryName } from './durable-file.ts';
import { encodeFrame, encodeHeader, readFrames, readHeader, StorageDamaged, type Header } from './frames.ts';
import { nameOf } from './names.ts';
import { copyLive, loadSegment, logPoint, storeRecent, type LogPoint } from './segments.ts';
import type { Streams } from './streams.ts';
import type { Tables } from './tables.ts';
import type { Values } from './values.ts';

/** Everything there is. lowdb holds it as its `data`. */
export type State = {
  tables: Tables;
  streams: Streams;
  store: string;
  /** The number of the next transaction. */
  next: number;
};

export type AdapterDeps = {
  disk: Disk;
  directory: string;
  version: number;
  values: Values;
  /** Which snapshot `read` takes in (0: none yet) and `write` makes. */
  generation: () => number;
  /** Refuses files of another installation or of a newer version. */
  check: (header: Header, path: string) => void;
  /** The state `read` fills. */
  state: State;
  /** How large the snapshot was, after `read` and `write`. */
  measured: (bytes: number) => void;
};

/** Documents are written in batches of about this many characters. */
const BATCH = 256 * 1024;

const Segment = z.object({ id: z.int(), bytes: z.int(), version: z.int() });
/** The first frame of a snapshot: everything but the documents. */
export const Point = z.object({
  revisions: z.record(z.string(), z.int()),
  logs: z.record(
    z.string(),
    z.object({ segments: z.array(Segment), nextSegment: z.int(), dropped: z.record(z.string(), z.int()) }),
  ),
});
const Batch = z.union([z.tuple([z.string(), z.array(z.unknown())]), z.strictObject({ documents: z.int() })]);

export function createAdapter(deps: AdapterDeps): Adapter<State> {
  return {
    read: () => readSnapshot(deps),
    write: (state) => writeCheckpoint(deps, state),
  };
}

async function writeCheckpoint(deps: AdapterDeps, state: State): Promise<void> {
  // In one step, before the first await: from here on the state moves while we write.
  const generation = deps.generation();
  const { next } = state;
  const revisions = Object.fromEntries(state.tables.revisions());
  const collections = state.tables.collections().map((name) => ({ name, documents: state.tables.documents(name) }));
  const logs = state.streams.names().map((name) => logPoint(name, state.streams.log(name)));

  const segmentDeps = { ...deps, store: state.store };
  for (const log of logs) await storeRecent(segmentDeps, log);
  for (const log of logs) await copyLive(segmentDeps, log);
  await deps.disk.syncDirectory(deps.directory);

  const path = join(deps.directory, nameOf({ kind: 'snapshot', generation }));
  const temporary = temporaryName(path);
  const file = await deps.disk.open(temporary, 'create');
  try {
    try {
      const head = encodeHeader({ kind: 'snapshot', version: deps.version, store: state.store, next });
      await file.write(head, 0);
      const point = JSON.stringify({ revisions, logs: Object.fromEntries(logs.map(logText)) });
      deps.measured(await writeFrames(file, head.length, framesOf(point, collections)));
      await file.sync();
    } finally {
      await file.close();
    }
    await deps.disk.rename(temporary, path);
  } catch (error) {
    // Best effort: the error that counts is the first one; the next start sweeps.
    await deps.disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await deps.disk.syncDirectory(deps.directory);
}

function logText({ name, log, dropped }: LogPoint): [string, unknown] {
  const segments = log.segments.map(({ id, bytes, version }) => ({ id, bytes, version }));
  return [name, { segments, nextSegment: log.nextSegment, dropped: Object.fromEntries(dropped) }];
}

function* framesOf(
  point: string,
  collections: readonly { name: string; documents: readonly unknown[] }[],
): Generator<Buffer> {
  let number = 1;
  let total = 0;
  yield encodeFrame(number++, Buffer.from(point));
  for (const { name, documents } of collections) {
    let batch: string[] = [];
    let size = 0;
    for (const document of documents) {
      const text = JSON.stringify(document);
      batch.push(text);
      size += text.length;
      total++;
      if (size < BATCH) continue;
      yield encodeFrame(number++, Buffer.from(`[${JSON.stringify(name)},[${batch.join(',')}]]`));
      batch = [];
      size = 0;
    }
    if (batch.length > 0) yield encodeFrame(number++, Buffer.from(`[${JSON.stringify(name)},[${batch.join(',')}]]`));
  }
  yield encodeFrame(number, Buffer.from(JSON.stringify({ documents: total })));
}

/** Each write gives the event loop back. */
async function writeFrames(file: DiskFile, start: number, frames: Iterable<Buffer>): Promise<number> {
  let bytes = start;
  for (const frame of frames) {
    await file.write(frame, bytes);
    bytes += frame.length;
  }
  return bytes;
}

async function readSnapshot(deps: AdapterDeps): Promise<State | null> {
  const generation = deps.generation();
  if (generation === 0) return null;
  const path = join(deps.directory, nameOf({ kind: 'snapshot', generation }));
  const file = await deps.disk.open(path, 'read');
  let point: z.infer<typeof Point> | undefined;
  try {
    const { header, end } = await readHeader(file, path);
    deps.check(header, path);
    const size = await file.size();
    const revive = deps.values.revive(header.version);
    let expected = 1;
    let documents = 0;
    let total: number | undefined;
    const stop = await readFrames(file, end, size, (payload, number, offset) => {
      if (number !== expected++ || total !== undefined)
        throw new StorageDamaged(path, offset, 'its parts are out of order');
      const content: unknown = JSON.parse(payload.toString('utf8'));
      if (point === undefined) {
        point = Point.parse(content);
        return;
      }
      const batch = Batch.parse(content);
      if (!Array.isArray(batch)) {
        total = batch.documents;
        return;
      }
      for (const value of batch[1])
        deps.state.tables.apply({ kind: 'put', collection: batch[0], ...revive.document(batch[0], value) });
      documents += batch[1].length;
    });
    if (stop < size) throw new StorageDamaged(path, stop, 'the checksum is wrong');
    if (point === undefined || total !== documents) throw new StorageDamaged(path, stop, 'its end is missing');
    deps.state.store = header.store;
    deps.state.next = header.next ?? 1;
    deps.measured(size);
  } finally {
    await file.close();
  }
  deps.state.tables.setRevisions(new Map(Object.entries(point.revisions)));
  await loadLogs(deps, point);
  return deps.state;
}

async function loadLogs({ disk, directory, check, state }: AdapterDeps, point: z.infer<typeof Point>): Promise<void> {
  for (const [name, { segments, nextSegment, dropped }] of Object.entries(point.logs)) {
    const log = state.streams.log(name);
    log.nextSegment = nextSegment;
    log.dropped = new Map(Object.entries(dropped));
    log.segments = segments.map((segment) => ({ ...segment, dead: 0 }));
    for (const segment of log.segments) {
      const path = join(directory, nameOf({ kind: 'segment', log: name, id: segment.id }));
      await loadSegment(disk, path, segment, check, (payload, position, offset) =>
        state.streams.index(log, payload, position, segment, offset),
      );
    }
  }
}
