/**
 * Files by content: `media/<aa>/<sha256>` in the data folder. A file appears there whole, synced and under its own
 * digest, or not at all; nothing ever changes one in place.
 */
import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha256 } from '@palier/playlists/ids';
import type { Clock } from '../clock.ts';
import { errorCode } from '../storage/disk.ts';
import { SNIFF_BYTES } from './sniff.ts';

/** What is left free for the store itself. */
const RESERVED_BYTES = 256 * 1024 ** 2;
/** A file that no playlist names any more is kept this long: a screen may still be fetching it. */
const KEEP_MS = 48 * 3600_000;

export type Received = { path: string; sha256: Sha256; sizeBytes: number; head: Uint8Array };
export type ReceiveRefused = { refused: 'too-large' | 'disk-full' };

/** `node` where several nodes share the folder: each clears away only what it was receiving itself. */
export function createMediaStore(deps: { dir: string; clock: Clock; newName: () => string; node?: string }) {
  const mediaDir = join(deps.dir, 'media');
  const incomingDir = join(mediaDir, deps.node === undefined ? 'incoming' : `incoming-${deps.node}`);
  const pathOf = (sha256: string) => join(mediaDir, sha256.slice(0, 2), sha256);

  return {
    /** Makes the folders and clears away what was cut off half-way. */
    async prepare(): Promise<void> {
      await rm(incomingDir, { recursive: true, force: true });
      await mkdir(incomingDir, { recursive: true, mode: 0o700 });
      await mkdir(join(mediaDir, 'uploads'), { recursive: true, mode: 0o700 });
    },

    /** Streams bytes into a file of their own, counting them as they come. The caller discards it or keeps it. */
    async receive(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Received | ReceiveRefused> {
      if (!(await hasRoom(mediaDir))) return { refused: 'disk-full' };
      const path = join(incomingDir, deps.newName());
      const file = await open(path, 'wx', 0o600);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      let head: Uint8Array = new Uint8Array();
      try {
        for await (const chunk of chunks) {
          sizeBytes += chunk.length;
          if (sizeBytes > maxBytes) break;
          hash.update(chunk);
          if (head.length < SNIFF_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFF_BYTES - head.length)]);
          await file.writeFile(chunk);
        }
        await file.sync();
      } catch (error) {
        await rm(path, { force: true });
        if (errorCode(error) === 'ENOSPC') return { refused: 'disk-full' };
        throw error;
      } finally {
        await file.close();
      }
      if (sizeBytes <= maxBytes) return { path, sha256: Sha256.parse(hash.digest('hex')), sizeBytes, head };
      await rm(path, { force: true });
      return { refused: 'too-large' };
    },

    /**
     * The same for a file of ours that lies on this disk already, e.g. an upload that came in pieces: it is not copied.
     * The file itself stays where it is.
     */
    async receiveFile(from: string): Promise<Received> {
      const path = join(incomingDir, deps.newName());
      await link(from, path).catch(async (error: unknown) => {
        if (errorCode(error) === 'ENOENT') throw error;
        await copyFile(from, path);
      });
      const hash = createHash('sha256');
      const head = Buffer.alloc(SNIFF_BYTES);
      const file = await open(path, 'r+');
      try {
        const { bytesRead } = await file.read(head, 0, SNIFF_BYTES, 0);
        await pipeline(file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1024 ** 2 }), hash);
        await file.sync();
        const { size } = await file.stat();
        return { path, sha256: Sha256.parse(hash.digest('hex')), sizeBytes: size, head: head.subarray(0, bytesRead) };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      } finally {
        await file.close();
      }
    },

    /** Where another process may write what it makes of a received file: a folder, and how each name begins. */
    workplace: (): { dir: string; prefix: string } => ({ dir: incomingDir, prefix: deps.newName() }),

    /** Takes away what was left at a workplace. */
    async clear({ dir, prefix }: { dir: string; prefix: string }): Promise<void> {
      for (const name of await readdir(dir)) {
        if (name.startsWith(prefix)) await rm(join(dir, name), { recursive: true, force: true });
      }
    },

    /** A second name for a file at a workplace, for a program that goes by its ending. */
    async copyOf(from: string, to: string): Promise<void> {
      await copyFile(from, to);
    },
    async isThere(path: string): Promise<boolean> {
      return (await sizeOrNone(path)) !== undefined;
    },

    /** Where uploads lie while they come in pieces. */
    uploadsDir: join(mediaDir, 'uploads'),

    /** Moves a received file to its place. Durable when it resolves. */
    async keep(received: { path: string; sha256: Sha256 }): Promise<void> {
      const folder = join(mediaDir, received.sha256.slice(0, 2));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        await link(received.path, pathOf(received.sha256));
        await unlink(received.path);
      } catch (error) {
        if (errorCode(error) === 'EEXIST') return rm(received.path, { force: true });
        // A file system without hard links.
        await rename(received.path, pathOf(received.sha256));
      }
      await syncFolder(folder);
      await syncFolder(mediaDir);
    },

    discard: (path: string): Promise<void> => rm(path, { force: true }),

    /** Size of the file; absent when there is none. */
    sizeOf: (sha256: string): Promise<number | undefined> => sizeOrNone(pathOf(sha256)),

    /** Bytes `[start, end)`. */
    read: (sha256: string, start: number, end: number): ReadStream =>
      createReadStream(pathOf(sha256), { start, end: end - 1, highWaterMark: 256 * 1024 }),

    pathOf,

    /** Takes one file away at once: for what its owner deleted. That nothing names it is the caller's to know. */
    remove: (sha256: string): Promise<void> => rm(pathOf(sha256), { force: true }),

    /** Removes files that nothing names, once nobody can be fetching them any more. */
    async sweep(named: ReadonlySet<string>): Promise<number> {
      let removed = 0;
      for (const folder of await readdir(mediaDir)) {
        if (!/^[0-9a-f]{2}$/.test(folder)) continue;
        for (const name of await readdir(join(mediaDir, folder))) {
          const path = join(mediaDir, folder, name);
          if (named.has(name) || deps.clock.now() - (await stat(path)).mtimeMs < KEEP_MS) continue;
          await rm(path, { force: true });
          removed += 1;
        }
      }
      return removed;
    },
  };
}
export type MediaStore = ReturnType<typeof createMediaStore>;

async function sizeOrNone(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function hasRoom(dir: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize > RESERVED_BYTES;
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
