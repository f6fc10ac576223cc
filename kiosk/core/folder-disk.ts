/**
 * A disk in a folder of the machine. Whole files are replaced by temp, fsync, rename, fsync of the folder; nothing is
 * ever written in place.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { DiskFullError, type Disk, type DiskFile } from './disk.ts';

const READ_CHUNK_BYTES = 256 * 1024;

export function folderDisk(dir: string): Disk {
  const at = (name: string) => join(dir, ...name.split('/'));

  async function list(folder: string): Promise<DiskFile[]> {
    const names = await orAbsent(readdir(at(folder)));
    const files = (names ?? []).map(async (name) => {
      const full = `${folder}/${name}`;
      const stats = await orAbsent(stat(at(full)));
      return stats?.isFile() === true ? [{ name: full, sizeBytes: stats.size, modifiedMs: stats.mtimeMs }] : [];
    });
    return (await Promise.all(files)).flat();
  }

  async function replace(name: string, bytes: Uint8Array, options?: { secret?: boolean }): Promise<void> {
    const path = at(name);
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    await mkdir(dirname(path), { recursive: true });
    try {
      const file = await open(temporary, 'wx', options?.secret === true ? 0o600 : 0o644);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async function openAppend(name: string) {
    const path = at(name);
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a', 0o644);
    return {
      write: (bytes: Uint8Array) => fullDisk(file.writeFile(bytes)),
      sync: () => fullDisk(file.datasync()),
      close: () => file.close(),
    };
  }

  return {
    list,
    read: (name) => orAbsent(readFile(at(name))),
    stream: (name, start, end) => readBytes(at(name), start, end),
    size: async (name) => (await orAbsent(stat(at(name))))?.size,
    replace: (name, bytes, options) => fullDisk(replace(name, bytes, options)),
    append: async (name, bytes) => {
      const isNew = (await orAbsent(stat(at(name)))) === undefined;
      const file = await fullDisk(openAppend(name));
      try {
        await file.write(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      if (isNew) await syncFolder(dirname(at(name)));
    },
    openAppend: (name) => fullDisk(openAppend(name)),
    rename: async (from, to) => {
      await rename(at(from), at(to));
      await syncFolder(dirname(at(to)));
    },
    remove: (name) => rm(at(name), { force: true }),
    freeBytes: async () => {
      await mkdir(dir, { recursive: true });
      const stats = await statfs(dir);
      return stats.bavail * stats.bsize;
    },
  };
}

function readBytes(path: string, start: number, end: number): ReadableStream<Uint8Array> {
  if (end <= start) return new Blob([]).stream();
  const file = createReadStream(path, { start, end: end - 1, highWaterMark: READ_CHUNK_BYTES });
  // A type of Node's own web streams, which is the same thing at run time.
  return Readable.toWeb(file) as ReadableStream<Uint8Array>;
}

/** Windows cannot open a folder; there the rename alone has to do. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function fullDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new DiskFullError('the disk is full', { cause: error });
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
