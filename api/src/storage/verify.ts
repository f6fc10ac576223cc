/**
 * `verify`: reads everything there is and changes nothing, also while the server runs. Each file's checksums, then the
 * store as a whole, then playlists, then every media file against its digest and the media that the store names.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlaylistText, type TextFault } from '../library/playlist-text.ts';
import { systemClock } from '../clock.ts';
import { checkThreads } from '../threads/check.ts';
import { errorCode, nodeDisk, type Disk } from './disk.ts';
import type { Places, Progress } from './backup.ts';
import { collectionNames, logNames, mediaAddresses } from './collections.ts';
import { openJsonStorage } from './json.ts';
import { closeAll, openPoint } from './point.ts';
import type { Storage } from './storage.ts';

/** What is wrong, and with which file. */
export type Finding = { file: string; reason: string };
export type Verified = {
  findings: Finding[];
  documents: number;
  records: number;
  media: number;
  playlists: number;
  threads: number;
};

const MAX_PLAYLIST_BYTES = 4_000_000;

/** `atMs`: the present, for what should be gone by now. */
export async function verify(
  places: Places,
  progress: Progress = () => undefined,
  atMs = systemClock.now(),
): Promise<Verified> {
  const verified: Verified = { findings: [], documents: 0, records: 0, media: 0, playlists: 0, threads: 0 };
  const named = await verifyStore(places.dataDir, verified, progress, atMs);
  await verifyPlaylists(places.playlistsDir, verified);
  if (places.mediaDir !== undefined) await verifyMedia(places.mediaDir, named, verified, progress);
  return verified;
}

/** Answers the digests of the media that the store names. */
async function verifyStore(
  dataDir: string,
  verified: Verified,
  progress: Progress,
  atMs: number,
): Promise<Set<string>> {
  const named = new Set<string>();
  const problem = (error: unknown) =>
    void verified.findings.push({ file: dataDir, reason: error instanceof Error ? error.message : String(error) });
  try {
    const parts = await openPoint(nodeDisk, dataDir);
    if (parts === undefined) {
      problem(new Error(`there is no store in ${dataDir}`));
      return named;
    }
    try {
      const storage = await openJsonStorage({
        dir: dataDir,
        fs: pointDisk(parts),
        lock: async () => async () => undefined,
        log: silent,
      });
      await countAll(storage, verified, progress);
      const checked = await checkThreads(storage, atMs);
      verified.threads = checked.threads;
      verified.findings.push(...checked.findings);
      for (const name of await mediaAddresses(storage)) named.add(name);
      await storage.close();
    } finally {
      await closeAll(parts);
    }
  } catch (error) {
    problem(error);
  }
  return named;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The files of one point as a disk on which nothing can be changed. */
function pointDisk(parts: Awaited<ReturnType<typeof openPoint>> & object): Disk {
  const nothing = async () => undefined;
  return {
    async open(path) {
      const part = parts.find(({ name }) => path.endsWith(`/${name}`));
      if (part === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      return {
        read: (into, position) => part.file.read(into.subarray(0, Math.max(0, part.bytes - position)), position),
        size: async () => part.bytes,
        write: nothing,
        sync: nothing,
        datasync: nothing,
        truncate: nothing,
        close: nothing,
      };
    },
    list: async () => parts.map(({ name }) => name),
    rename: nothing,
    link: nothing,
    remove: nothing,
    makeDirectory: nothing,
    syncDirectory: nothing,
  };
}

async function countAll(storage: Storage, verified: Verified, progress: Progress): Promise<void> {
  for (const collection of collectionNames()) verified.documents += (await storage.all(collection)).length;
  for (const log of logNames()) {
    for (const stream of await storage.streams(log)) {
      for (let after = 0; ;) {
        const page = await storage.readLog(log, stream, after, 500);
        verified.records += page.length;
        after = page.at(-1)?.position ?? after;
        if (page.length === 0) break;
      }
      progress({ part: `${log} of ${stream}`, bytes: 0 });
    }
  }
}

async function verifyPlaylists(directory: string, verified: Verified): Promise<void> {
  for (const name of await namesIn(directory)) {
    if (!name.endsWith('.json') || name === 'playlist.schema.json') continue;
    const file = join(directory, name);
    verified.playlists++;
    try {
      if ((await stat(file)).size > MAX_PLAYLIST_BYTES) throw new Error('it is larger than 4 MB');
      const read = readPlaylistText(await readFile(file, 'utf8'), name.slice(0, -'.json'.length));
      if ('fault' in read) throw new Error(`${placeOf(read.fault)}${read.fault.reason}`);
    } catch (error) {
      verified.findings.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

function placeOf({ line, column, field }: TextFault): string {
  const place = [line && `line ${line}`, column && `column ${column}`, field].filter(Boolean).join(', ');
  return place === '' ? '' : `${place}: `;
}

async function verifyMedia(
  mediaDir: string,
  named: ReadonlySet<string>,
  verified: Verified,
  progress: Progress,
): Promise<void> {
  const present = new Set<string>();
  for (const folder of (await namesIn(mediaDir)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const sha256 of await namesIn(join(mediaDir, folder))) {
      const file = join(mediaDir, folder, sha256);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of createReadStream(file)) {
        const piece: Buffer = chunk;
        hash.update(piece);
        bytes += piece.length;
      }
      verified.media++;
      present.add(sha256);
      progress({ part: file, bytes });
      if (hash.digest('hex') !== sha256)
        verified.findings.push({ file, reason: 'its content is not what its name promises' });
    }
  }
  for (const sha256 of named) {
    if (!present.has(sha256))
      verified.findings.push({
        file: join(mediaDir, sha256.slice(0, 2), sha256),
        reason: 'the store names it, and it is missing',
      });
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
