/**
 * Moves log entries from the journal into segment files of bounded size, and copies a segment without its dropped
 * entries. Nothing here counts until a snapshot lists it; until then a crash leaves the journal, which has it all.
 */
import { join } from 'node:path';
import { errorCode, type Disk, type DiskFile } from './disk.ts';
import { encodeEntry, streamIn, type Entry } from './entries.ts';
import { encodeFrame, encodeHeader, readFrames, readHeader, StorageDamaged, type Header } from './frames.ts';
import { nameOf } from './names.ts';
import { locationOf } from './stream-index.ts';
import type { Log, SegmentInfo } from './streams.ts';

export const MAX_SEGMENT = 16 * 1024 * 1024;
const BATCH = 1024 * 1024;
/** Segments with dropped entries that one checkpoint copies, for each log; the others wait for the next one. */
const COPIES = 4;

export type SegmentDeps = { disk: Disk; directory: string; store: string; version: number };

/** A log as it was when the checkpoint began. */
export type LogPoint = {
  name: string;
  log: Log;
  /** The entries that only the journal has, without the dropped ones. */
  live: readonly Entry[];
  /** How many there are with those. */
  recent: number;
  recentBytes: number;
  dropped: ReadonlyMap<string, number>;
};

type Place = { stream: string; position: number; location: number };

/** Takes the log as it is now, in one step. Markers of dropped streams go once nothing dropped is left in a file. */
export function logPoint(name: string, log: Log): LogPoint {
  // With the markers as they are, before any of them goes.
  const live = log.recent.filter(({ stream, position }) => position > (log.dropped.get(stream) ?? 0));
  if (log.segments.every(({ dead }) => dead === 0)) {
    for (const stream of log.dropped.keys()) {
      if (log.streams.get(stream)?.count() === 0) log.streams.delete(stream);
    }
    log.dropped.clear();
  }
  const { length: recent } = log.recent;
  return { name, log, live, recent, recentBytes: log.recentBytes, dropped: new Map(log.dropped) };
}

/** Writes the entries that only the journal has; answers once they are durable. New ones may arrive meanwhile. */
export async function storeRecent(
  deps: SegmentDeps,
  { name, log, live, recent, recentBytes }: LogPoint,
): Promise<void> {
  const segments = log.segments.map((segment) => ({ ...segment }));
  const places: Place[] = [];
  for (let from = 0; from < live.length;) {
    let tail = segments.at(-1);
    if (tail === undefined || tail.bytes >= MAX_SEGMENT || tail.version !== deps.version || tail.sealed) {
      tail = { id: log.nextSegment++, bytes: 0, version: deps.version, dead: 0 };
      segments.push(tail);
    }
    const { id } = tail;
    try {
      from = await fillTail(deps, name, tail, live, from, places);
    } catch (error) {
      const listed = log.segments.find((segment) => segment.id === id);
      if (listed !== undefined) listed.sealed = true;
      throw error;
    }
  }
  for (const segment of segments) segment.dead = log.segments.find(({ id }) => id === segment.id)?.dead ?? 0;
  log.segments = segments;
  settle(log, places);
  log.recent.splice(0, recent);
  log.firstRecent += recent;
  log.recentBytes -= recentBytes;
}

/** Appends entries to one segment until it or they are used up; answers the first entry not written. */
async function fillTail(
  deps: SegmentDeps,
  name: string,
  tail: SegmentInfo,
  entries: readonly Entry[],
  first: number,
  places: Place[],
): Promise<number> {
  const file = await openTail(deps, name, tail);
  let from = first;
  try {
    while (from < entries.length && tail.bytes < MAX_SEGMENT) {
      const frames: Buffer[] = [];
      let size = 0;
      for (; from < entries.length && size < BATCH; from++) {
        const entry = entries[from];
        if (entry === undefined) break;
        const frame = encodeFrame(entry.position, encodeEntry(entry));
        places.push({ ...entry, location: locationOf(tail.id, tail.bytes + size) });
        frames.push(frame);
        size += frame.length;
      }
      await file.write(Buffer.concat(frames), tail.bytes);
      tail.bytes += size;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return from;
}

async function openTail(
  { disk, directory, store, version }: SegmentDeps,
  name: string,
  tail: SegmentInfo,
): Promise<DiskFile> {
  const path = join(directory, nameOf({ kind: 'segment', log: name, id: tail.id }));
  if (tail.bytes > 0) {
    const file = await disk.open(path, 'write');
    // What an interrupted checkpoint left behind the listed end.
    if ((await file.size()) > tail.bytes) await file.truncate(tail.bytes);
    return file;
  }
  const file = await disk.open(path, 'create');
  const header = encodeHeader({ kind: 'segment', version, store, log: name });
  await file.write(header, 0);
  tail.bytes = header.length;
  return file;
}

/** The index learns where entries are now. One that was dropped meanwhile is dead where it was put. */
function settle(log: Log, places: readonly Place[]): void {
  for (const { stream, position, location } of places) {
    const index = log.streams.get(stream);
    if (index !== undefined && position > index.base) index.move(position, location);
    else {
      const info = log.segments.find(({ id }) => id === Math.floor(location / 2 ** 32));
      if (info !== undefined) info.dead++;
    }
  }
}

/** Copies segments without what was dropped; the old files are for the caller to remove once no snapshot lists them. */
export async function copyLive(deps: SegmentDeps, { name, log, dropped }: LogPoint): Promise<void> {
  const worst = log.segments.filter(({ dead }) => dead > 0).sort((a, b) => b.dead - a.dead);
  for (const segment of worst.slice(0, COPIES)) {
    const id = log.nextSegment++;
    const places: Place[] = [];
    const bytes = await copySegment(deps, name, segment, id, dropped, places);
    const copy = { id, bytes, version: segment.version, dead: 0, sealed: true };
    log.segments = log.segments.flatMap((other) => (other !== segment ? other : places.length > 0 ? copy : []));
    settle(log, places);
  }
}

async function copySegment(
  { disk, directory }: SegmentDeps,
  name: string,
  segment: SegmentInfo,
  id: number,
  dropped: ReadonlyMap<string, number>,
  places: Place[],
): Promise<number> {
  const from = join(directory, nameOf({ kind: 'segment', log: name, id: segment.id }));
  const source = await disk.open(from, 'read');
  try {
    const { header, end } = await readHeader(source, from);
    // A segment is bounded, so its live part is gathered in memory and written at once.
    const frames = [encodeHeader(header)];
    let bytes = frames[0]?.length ?? 0;
    const stop = await readFrames(source, end, segment.bytes, (payload, position) => {
      const stream = streamIn(payload);
      if (position <= (dropped.get(stream) ?? 0)) return;
      const frame = encodeFrame(position, payload);
      places.push({ stream, position, location: locationOf(id, bytes) });
      frames.push(frame);
      bytes += frame.length;
    });
    if (stop < segment.bytes) throw new StorageDamaged(from, stop, 'the checksum is wrong');
    if (places.length === 0) return 0;
    const copy = await disk.open(join(directory, nameOf({ kind: 'segment', log: name, id })), 'create');
    try {
      await copy.write(Buffer.concat(frames), 0);
      await copy.sync();
    } finally {
      await copy.close();
    }
    return bytes;
  } finally {
    await source.close();
  }
}

/** Reads a listed segment into the index, whole, so that damage is found at the start and not years later. */
export async function loadSegment(
  disk: Disk,
  path: string,
  segment: SegmentInfo,
  check: (header: Header, path: string) => void,
  visit: (payload: Buffer, position: number, offset: number) => void,
): Promise<void> {
  const file = await openListed(disk, path);
  try {
    const size = await file.size();
    if (size < segment.bytes)
      throw new StorageDamaged(path, size, `its last ${segment.bytes - size} bytes are missing`);
    const { header, end } = await readHeader(file, path);
    check(header, path);
    const stop = await readFrames(file, end, segment.bytes, visit);
    if (stop < segment.bytes) throw new StorageDamaged(path, stop, 'the checksum is wrong');
  } finally {
    await file.close();
  }
}

async function openListed(disk: Disk, path: string): Promise<DiskFile> {
  try {
    return await disk.open(path, 'read');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new StorageDamaged(path, 0, 'the file is missing', { cause: error });
  }
}
