/**
 * The logs: an index of every stream in memory, the entries themselves in segment files, and those that only the
 * journal has so far in memory too (bounded by the checkpoints). Like the tables it changes only by what is durable.
 */
import { join } from 'node:path';
import type { LogDefinitions } from './definitions.ts';
import { errorCode, type Disk } from './disk.ts';
import { decodeEntry, layoutOf, streamIn, type Entry } from './entries.ts';
import { FRAME_HEAD, frameAt, MAX_PAYLOAD, StorageDamaged } from './frames.ts';
import { hashOf } from './key-table.ts';
import { nameOf } from './names.ts';
import type { Operation } from './operations.ts';
import { createStreamIndex, locationOf, recentLocation, segmentOf, type StreamIndex } from './stream-index.ts';

/**
 * A segment file as the snapshot lists it. Bytes behind `bytes` belong to no one. `dead` entries were dropped since;
 * a `sealed` one had a failed write and is not appended to again.
 */
export type SegmentInfo = { id: number; bytes: number; version: number; dead: number; sealed?: boolean };
export type LogState = {
  segments: SegmentInfo[];
  nextSegment: number;
  /** Streams with entries in segments that were dropped: positions up to this one are dead. */
  dropped: Map<string, number>;
};
export type StoredEntry = Entry & { version: number };

export type Log = LogState & {
  streams: Map<string, StreamIndex>;
  /** In order of arrival; the first one is number `firstRecent`. */
  recent: Entry[];
  firstRecent: number;
  recentBytes: number;
};

export type Streams = {
  log: (name: string) => Log;
  names: () => string[];
  apply: (operation: Operation) => void;
  hasKey: (log: string, stream: string, key: string) => boolean | Promise<boolean>;
  read: (log: string, stream: string, after: number, limit: number) => Promise<StoredEntry[]>;
  count: (log: string, stream: string) => number;
  streamsOf: (log: string) => string[];
  /** Puts an entry that a segment holds into the index. */
  index: (log: Log, payload: Buffer, position: number, segment: SegmentInfo, offset: number) => void;
};

/** A read of several entries takes this much of a segment at once. */
const WINDOW = 64 * 1024;

export function createStreams(disk: Disk, directory: string, definitions: LogDefinitions, version: number): Streams {
  const logs = new Map<string, Log>();
  for (const name of Object.keys(definitions)) {
    const state = { segments: [], nextSegment: 1, dropped: new Map<string, number>() };
    logs.set(name, { ...state, streams: new Map(), recent: [], firstRecent: 0, recentBytes: 0 });
  }
  const logOf = (name: string): Log => {
    const log = logs.get(name);
    if (log === undefined) throw new Error(`there is no log "${name}"`);
    return log;
  };

  async function entryAt(name: string, location: number, window: Window): Promise<StoredEntry> {
    const log = logOf(name);
    if (location < 0) {
      const entry = log.recent[-1 - location - log.firstRecent];
      if (entry === undefined) throw new Moved();
      return { ...entry, version };
    }
    const { segment, offset } = segmentOf(location);
    const info = log.segments.find(({ id }) => id === segment);
    const path = join(directory, nameOf({ kind: 'segment', log: name, id: segment }));
    const frame = await readWindow(disk, path, offset, window);
    return { ...decodeEntry(frame.payload, frame.number), version: info?.version ?? version };
  }

  /** Asks again from the index when a checkpoint moved the entry meanwhile. */
  async function entryOf(
    name: string,
    stream: string,
    position: number,
    window: Window,
  ): Promise<StoredEntry | undefined> {
    for (let tries = 1; ; tries++) {
      const location = logOf(name).streams.get(stream)?.location(position);
      if (location === undefined) return undefined;
      try {
        return await entryAt(name, location, window);
      } catch (error) {
        if (tries >= 5 || !(error instanceof Moved || errorCode(error) === 'ENOENT')) throw error;
      }
    }
  }

  async function confirm(name: string, stream: string, key: string, positions: readonly number[]): Promise<boolean> {
    for (const position of positions) {
      if ((await entryOf(name, stream, position, {}))?.key === key) return true;
    }
    return false;
  }

  return {
    log: logOf,
    names: () => [...logs.keys()],
    apply(operation) {
      if (operation.kind === 'append') append(logOf(operation.log), operation);
      if (operation.kind === 'drop') drop(logOf(operation.log), operation.stream);
    },
    hasKey(name, stream, key) {
      const bytes = Buffer.from(key);
      const positions =
        logOf(name)
          .streams.get(stream)
          ?.candidates(hashOf(bytes, 0, bytes.length)) ?? [];
      return positions.length === 0 ? false : confirm(name, stream, key, positions);
    },
    async read(name, stream, after, limit) {
      const index = logOf(name).streams.get(stream);
      const entries: StoredEntry[] = [];
      if (index === undefined) return entries;
      const window: Window = {};
      const last = index.base + index.count();
      for (let position = Math.max(after, index.base) + 1; position <= last && entries.length < limit; position++) {
        const entry = await entryOf(name, stream, position, window);
        // Absent: the stream was dropped while we read it.
        if (entry !== undefined) entries.push(entry);
      }
      return entries;
    },
    count: (name, stream) => logOf(name).streams.get(stream)?.count() ?? 0,
    streamsOf: (name) =>
      [...logOf(name).streams]
        .filter(([, index]) => index.count() > 0)
        .map(([stream]) => stream)
        .sort(),
    index(log, payload, position, segment, offset) {
      const stream = streamIn(payload);
      if (position <= (log.dropped.get(stream) ?? 0)) {
        segment.dead++;
        return;
      }
      const { key, text } = layoutOf(payload);
      indexOf(log, stream, position).add(locationOf(segment.id, offset), hashOf(payload, key, text));
    },
  };
}

/** The index of a stream in which `position` is the next; a stream seen for the first time begins there. */
function indexOf(log: Log, stream: string, position: number): StreamIndex {
  const known = log.streams.get(stream);
  if (known !== undefined && known.count() > 0) {
    if (known.base + known.count() + 1 !== position)
      throw new RangeError(`entry ${position} of "${stream}" is out of order`);
    return known;
  }
  const index = createStreamIndex(position - 1);
  log.streams.set(stream, index);
  return index;
}

function append(log: Log, { stream, key, text }: { stream: string; key: string; text: string }): void {
  const known = log.streams.get(stream);
  const position = known === undefined ? (log.dropped.get(stream) ?? 0) + 1 : known.base + known.count() + 1;
  const bytes = Buffer.from(key);
  const location = recentLocation(log.firstRecent + log.recent.length);
  log.recent.push({ stream, key, position, text });
  log.recentBytes += text.length + bytes.length + stream.length;
  indexOf(log, stream, position).add(location, hashOf(bytes, 0, bytes.length));
}

function drop(log: Log, stream: string): void {
  const index = log.streams.get(stream);
  if (index === undefined || index.count() === 0) return;
  const through = index.base + index.count();
  for (let position = index.base + 1; position <= through; position++) {
    const { segment } = segmentOf(index.location(position) ?? -1);
    const info = log.segments.find(({ id }) => id === segment);
    if (info !== undefined) info.dead++;
  }
  log.dropped.set(stream, through);
  log.streams.set(stream, createStreamIndex(through));
}

/** A piece of a segment that was read last: the next entry is often in it. */
type Window = { path?: string; start?: number; bytes?: Buffer };

class Moved extends Error {}

async function readWindow(disk: Disk, path: string, offset: number, window: Window) {
  const held =
    window.path === path && window.bytes !== undefined && offset >= (window.start ?? 0) ? window.bytes : undefined;
  const frame = held === undefined ? undefined : frameAt(held, offset - (window.start ?? 0));
  if (frame !== undefined) return frame;
  const file = await disk.open(path, 'read');
  try {
    const size = await file.size();
    const read = async (length: number) => {
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
      return bytes.subarray(0, await file.read(bytes, offset));
    };
    let bytes = await read(WINDOW);
    const length = bytes.length < FRAME_HEAD ? 0 : FRAME_HEAD + bytes.readUInt32LE(4);
    if (length > bytes.length && length <= FRAME_HEAD + MAX_PAYLOAD) bytes = await read(length);
    const whole = frameAt(bytes, 0);
    if (whole === undefined) throw new StorageDamaged(path, offset, 'an entry of a log has a wrong checksum');
    Object.assign(window, { path, start: offset, bytes });
    return whole;
  } finally {
    await file.close();
  }
}
