/**
 * One consistent point of a store that may be in use: the newest snapshot, the segments it lists and the journals since.
 * All of these only ever grow at their end or disappear once a newer snapshot is durable, so files that are held
 * open together are one point; where one disappeared before it was opened, all is done again. Only reads.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Point } from './adapter.ts';
import { errorCode, type Disk, type DiskFile } from './disk.ts';
import { readFrame, readFrames, readHeader, StorageDamaged } from './frames.ts';
import { frameBehind } from './journal.ts';
import { nameOf } from './names.ts';
import { findFiles } from './recovery.ts';

/** A file of the store; what stands behind `bytes` does not belong to the point. */
export type Part = { name: string; bytes: number; file: DiskFile };

const TRIES = 20;
const PAUSE_MS = 100;

/** The files of the point, open. `undefined`: there is no store in the folder. */
export async function openPoint(disk: Disk, directory: string): Promise<Part[] | undefined> {
  for (let tries = 1; ; tries++) {
    const parts: Part[] = [];
    try {
      const found = await findFiles(disk, directory);
      if (found === undefined) return undefined;
      const open = async (name: string, bytes?: number): Promise<Part> => {
        const file = await disk.open(join(directory, name), 'read');
        const part = { name, file, bytes: bytes ?? (await file.size()) };
        parts.push(part);
        return part;
      };
      if (found.snapshot > 0)
        await openListed(directory, await open(nameOf({ kind: 'snapshot', generation: found.snapshot })), open);
      const journals: Part[] = [];
      for (const generation of found.journals) journals.push(await open(nameOf({ kind: 'journal', generation })));
      await measureJournals(directory, journals);
      return parts;
    } catch (error) {
      await closeAll(parts);
      const moved = error instanceof StorageDamaged || errorCode(error) === 'ENOENT';
      if (!moved || tries >= TRIES) throw error;
      await pause(PAUSE_MS);
    }
  }
}

export async function closeAll(parts: readonly Part[]): Promise<void> {
  for (const { file } of parts) await file.close();
}

async function openListed(
  directory: string,
  { name, file }: Part,
  open: (name: string, bytes: number) => Promise<Part>,
): Promise<void> {
  const path = join(directory, name);
  const { end } = await readHeader(file, path);
  const first = await readFrame(file, end);
  if (first === undefined) throw new StorageDamaged(path, end, 'the checksum is wrong');
  const { logs } = Point.parse(JSON.parse(first.payload.toString('utf8')));
  for (const [log, { segments }] of Object.entries(logs)) {
    for (const { id, bytes } of segments) {
      const part = await open(nameOf({ kind: 'segment', log, id }), bytes);
      const size = await part.file.size();
      if (size < bytes)
        throw new StorageDamaged(join(directory, part.name), size, `its last ${bytes - size} bytes are missing`);
    }
  }
}

/** A journal ends where the next one says; the last one at its last whole frame. */
async function measureJournals(directory: string, journals: readonly Part[]): Promise<void> {
  for (const [index, journal] of journals.entries()) {
    const path = join(directory, journal.name);
    const { end } = await readHeader(journal.file, path);
    const after = journals[index + 1];
    const until = after && (await readHeader(after.file, join(directory, after.name))).header.previousBytes;
    const stop = await readFrames(journal.file, end, Math.min(until ?? journal.bytes, journal.bytes), () => undefined);
    const torn = until === undefined && (await isTorn(journal, path, stop));
    if (stop < (until ?? journal.bytes) && !torn) throw new StorageDamaged(path, stop, 'the checksum is wrong');
    journal.bytes = stop;
  }
}

/** Whether nothing whole follows: then it is the write that is going on, or the one that a crash tore. */
async function isTorn({ file, bytes }: Part, path: string, stop: number): Promise<boolean> {
  const { header } = await readHeader(file, path);
  return stop < bytes && !(await frameBehind(file, stop, bytes, header.next ?? 1));
}
