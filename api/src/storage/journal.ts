/**
 * The journal: each transaction is one frame, numbered without gaps across journals. What is appended is synced
 * before `append` answers. After a failed sync the file is never written again: the engine goes on in a new one.
 */
import { join } from 'node:path';
import { errorCode, type Disk, type DiskFile } from './disk.ts';
import { temporaryName } from './durable-file.ts';
import {
  encodeFrame,
  encodeHeader,
  frameAt,
  FRAME_HEAD,
  readFrames,
  readHeader,
  StorageDamaged,
  type Header,
} from './frames.ts';
import { nameOf } from './names.ts';

export type Journal = {
  readonly generation: number;
  readonly path: string;
  /** Where the last durable frame ends. */
  bytes: () => number;
  /** The number of the next transaction. */
  next: () => number;
  /** False after a failure whose traces could not be removed: start a new journal. */
  usable: () => boolean;
  append: (records: readonly Uint8Array[]) => Promise<void>;
  /** Not to be written any more. */
  retire: () => void;
  close: () => Promise<void>;
};

type Opened = { disk: Disk; path: string; generation: number; file: DiskFile; bytes: number; next: number };

/** Makes the file durable with its header before it answers. `appears` is called just before it may be found. */
export async function createJournal(
  disk: Disk,
  directory: string,
  generation: number,
  header: Header,
  appears: () => void = () => undefined,
): Promise<Journal> {
  const path = join(directory, nameOf({ kind: 'journal', generation }));
  const temporary = temporaryName(path);
  const file = await disk.open(temporary, 'create');
  const head = encodeHeader(header);
  try {
    await file.write(head, 0);
    await file.sync();
    appears();
    await disk.rename(temporary, path);
    await disk.syncDirectory(directory);
  } catch (error) {
    // Best effort: what counts is the first error, and the next start sweeps what is left.
    await file.close().catch(() => undefined);
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  return journalOn({ disk, path, generation, file, bytes: head.length, next: header.next ?? 1 });
}

export function journalOn({ path, generation, file, bytes: start, next: first }: Opened): Journal {
  let bytes = start;
  let next = first;
  let usable = true;
  return {
    generation,
    path,
    bytes: () => bytes,
    next: () => next,
    usable: () => usable,
    async append(records) {
      if (!usable) throw new Error(`${path} had a failed write and is closed for good`);
      const group = Buffer.concat(records.map((record, index) => encodeFrame(next + index, record)));
      try {
        await file.write(group, bytes);
      } catch (error) {
        usable = false;
        // A full disk keeps what it had: cutting off the part that found room makes the file whole again.
        await file
          .truncate(bytes)
          .then(() => file.datasync())
          .then(
            () => (usable = isFull(error)),
            () => (usable = false),
          );
        throw error;
      }
      try {
        await file.datasync();
      } catch (error) {
        usable = false;
        // Best effort, so that a crash before the next journal does not bring back what was refused.
        await file.truncate(bytes).catch(() => undefined);
        throw error;
      }
      bytes += group.length;
      next += records.length;
    },
    retire() {
      usable = false;
    },
    close: () => file.close(),
  };
}

export function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(errorCode(error) ?? '');
}

export type Replayed = { end: number; next: number; size: number; header: Header };

/** Visits every transaction of a journal up to `until`, or up to the first frame that is not whole. */
export async function replayJournal(
  file: DiskFile,
  path: string,
  until: number | undefined,
  visit: (payload: Buffer, number: number, header: Header) => void,
): Promise<Replayed> {
  const { header, end } = await readHeader(file, path);
  const size = await file.size();
  if (until !== undefined && until > size)
    throw new StorageDamaged(path, size, `its last ${until - size} bytes are missing`);
  let next = header.next ?? 1;
  const stop = await readFrames(file, end, until ?? size, (payload, number, offset) => {
    if (number !== next) throw new StorageDamaged(path, offset, `transaction ${next} should stand here, not ${number}`);
    visit(payload, number, header);
    next++;
  });
  if (until !== undefined && stop < until) throw new StorageDamaged(path, stop, 'the checksum is wrong');
  return { end: stop, next, size, header };
}

/**
 * Whether a whole frame of a later transaction stands after `from`: then `from` is damage in the middle,
 * otherwise a tail that a crash tore. Looks at every byte, as the length before it may be what is damaged.
 */
export async function frameBehind(file: DiskFile, from: number, size: number, next: number): Promise<boolean> {
  const bytes = Buffer.alloc(size - from);
  const tail = bytes.subarray(0, await file.read(bytes, from));
  for (let at = 1; at + FRAME_HEAD <= tail.length; at++) {
    const number = tail.readUInt32LE(at + 8) + tail.readUInt32LE(at + 12) * 2 ** 32;
    if (number >= next && number < next + 2 ** 24 && frameAt(tail, at) !== undefined) return true;
  }
  return false;
}
