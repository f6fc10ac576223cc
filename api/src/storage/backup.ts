/**
 * `backup` and `restore`. A backup is taken while the server runs and asks nothing of it: the store's files are held open
 * as one point, playlists are read again until none changed meanwhile, and media are files that never change. A restore
 * goes into an empty place, is checked whole before anything counts, and may be cut off and run again.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readArchive, saveStream, writeArchive, ArchiveRefused, type List, type Piece } from './archive.ts';
import { errorCode, nodeDisk } from './disk.ts';
import { writeFileDurably } from './durable-file.ts';
import { openJsonStorage, type StorageLog } from './json.ts';
import { parseName, STAGING } from './names.ts';
import { closeAll, openPoint, type Part } from './point.ts';

export type Places = {
  dataDir: string;
  playlistsDir: string;
  /** Absent: kept elsewhere, not ours to save. */ mediaDir: string | undefined;
};
export type Progress = (done: { part: string; bytes: number }) => void;

const TRIES = 20;
const CHUNK = 256 * 1024;
const PLAYLIST = /^[a-z0-9][a-z0-9-]*\.json$/;
const SHA256 = /^[0-9a-f]{64}$/;

export async function backUp(
  file: string,
  places: Places,
  madeAt: string,
  progress: Progress = () => undefined,
): Promise<List> {
  const { parts, playlists } = await onePoint(places);
  try {
    return await writeArchive(file, madeAt, withProgress(piecesOf(parts, playlists, places.mediaDir), progress));
  } finally {
    await closeAll(parts);
  }
}

/** The store's files held open, and the playlists as they were while that happened. */
async function onePoint({ dataDir, playlistsDir }: Places): Promise<{ parts: Part[]; playlists: Map<string, Buffer> }> {
  for (let tries = 1; ; tries++) {
    const before = await stampOf(playlistsDir);
    const playlists = new Map<string, Buffer>();
    for (const name of before.keys()) playlists.set(name, await readFile(join(playlistsDir, name)));
    const parts = await openPoint(nodeDisk, dataDir);
    if (parts === undefined) throw new Error(`there is no store in ${dataDir}`);
    const same = JSON.stringify([...before]) === JSON.stringify([...(await stampOf(playlistsDir))]);
    if (same || tries >= TRIES) return { parts, playlists };
    await closeAll(parts);
  }
}

async function stampOf(directory: string): Promise<Map<string, string>> {
  const stamps = new Map<string, string>();
  for (const name of (await namesIn(directory)).filter((one) => PLAYLIST.test(one)).sort()) {
    const { size, mtimeMs, ino } = await stat(join(directory, name));
    stamps.set(name, `${size} ${mtimeMs} ${ino}`);
  }
  return stamps;
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function* piecesOf(
  parts: readonly Part[],
  playlists: ReadonlyMap<string, Buffer>,
  mediaDir: string | undefined,
): AsyncGenerator<Piece> {
  for (const part of parts) yield { name: `store/${part.name}`, bytes: part.bytes, chunks: chunksOf(part) };
  for (const [name, content] of playlists)
    yield { name: `playlists/${name}`, bytes: content.length, chunks: once(content) };
  for (const folder of mediaDir === undefined
    ? []
    : (await namesIn(mediaDir)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()) {
    for (const sha256 of (await namesIn(join(mediaDir ?? '', folder))).filter((name) => SHA256.test(name)).sort()) {
      const piece = await mediaPiece(join(mediaDir ?? '', folder, sha256), `media/${folder}/${sha256}`);
      if (piece !== undefined) yield piece;
    }
  }
}

/** Absent when it was cleared away meanwhile, long after anything used it. */
async function mediaPiece(path: string, name: string): Promise<Piece | undefined> {
  try {
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    return { name, bytes: size, chunks: handle.createReadStream({ highWaterMark: CHUNK, autoClose: true }) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function* chunksOf({ file, bytes }: Part): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes;) {
    const chunk = Buffer.alloc(Math.min(CHUNK, bytes - offset));
    const read = await file.read(chunk, offset);
    if (read === 0) throw new Error('a file of the store became shorter while it was saved');
    offset += read;
    yield chunk.subarray(0, read);
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

async function* withProgress(pieces: AsyncIterable<Piece>, progress: Progress): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    yield piece;
    progress({ part: piece.name, bytes: piece.bytes });
  }
}

export type RestoreRefused = { refused: 'not-empty'; what: string };

/** Answers what stands in the way, having changed nothing; throws `ArchiveRefused` for a bad file, leaving the place empty. */
export async function restore(
  file: string,
  places: Places,
  log: StorageLog,
  progress: Progress = () => undefined,
): Promise<List | RestoreRefused> {
  const { dataDir, playlistsDir, mediaDir = join(dataDir, 'media') } = places;
  const staging = join(dataDir, STAGING);
  const interrupted = (await namesIn(dataDir)).includes(STAGING);
  const obstacle = interrupted ? undefined : await obstacleIn({ dataDir, playlistsDir, mediaDir });
  if (obstacle !== undefined) return { refused: 'not-empty', what: obstacle };
  await rm(staging, { recursive: true, force: true });
  await mkdir(join(staging, 'store'), { recursive: true, mode: 0o700 });
  let list: List;
  try {
    list = await readArchive(file, async (name, content) => {
      await saveStream(content, await stagedPath(staging, name));
      progress({ part: name, bytes: 0 });
    });
    // Opened as the server will: a store that does not start is no backup.
    await (await openJsonStorage({ dir: join(staging, 'store'), log })).close();
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  await putInPlace(staging, { dataDir, playlistsDir, mediaDir });
  return list;
}

async function obstacleIn({
  dataDir,
  playlistsDir,
  mediaDir,
}: Required<Places> & { mediaDir: string }): Promise<string | undefined> {
  if ((await namesIn(dataDir)).some((name) => parseName(name) !== undefined)) return `${dataDir} holds a store already`;
  if ((await namesIn(mediaDir)).some((name) => /^[0-9a-f]{2}$/.test(name))) return `${mediaDir} holds media already`;
  const playlists = (await namesIn(playlistsDir)).filter(
    (name) => PLAYLIST.test(name) && name !== 'playlist.schema.json',
  );
  return playlists.length > 0
    ? `${playlistsDir} holds playlists already (set PLAYLISTS_DIR to an empty folder)`
    : undefined;
}

/** Where an entry goes. A name that a backup never has is refused, so nothing can climb out. */
async function stagedPath(staging: string, name: string): Promise<string> {
  const [top = '', ...rest] = name.split('/');
  const [first = '', second] = rest;
  const known =
    (top === 'store' && rest.length === 1 && parseName(first) !== undefined) ||
    (top === 'playlists' && rest.length === 1 && PLAYLIST.test(first)) ||
    (top === 'media' && rest.length === 2 && SHA256.test(second ?? '') && second?.slice(0, 2) === first);
  if (!known) throw new ArchiveRefused(`it holds "${name}", which is no part of a backup`);
  const path = join(staging, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}

/** Media and playlists first, the store last, the mark of being incomplete at the very end. */
async function putInPlace(
  staging: string,
  { dataDir, playlistsDir, mediaDir }: Places & { mediaDir: string },
): Promise<void> {
  for (const folder of await namesIn(join(staging, 'media'))) {
    await mkdir(join(mediaDir, folder), { recursive: true, mode: 0o700 });
    for (const name of await namesIn(join(staging, 'media', folder)))
      await moveFile(join(staging, 'media', folder, name), join(mediaDir, folder, name));
    await nodeDisk.syncDirectory(join(mediaDir, folder));
  }
  if (mediaDir !== join(dataDir, 'media')) await mkdir(mediaDir, { recursive: true });
  await mkdir(playlistsDir, { recursive: true });
  for (const name of await namesIn(join(staging, 'playlists')))
    await writeFileDurably(join(playlistsDir, name), await readFile(join(staging, 'playlists', name)));
  for (const name of await namesIn(join(staging, 'store')))
    await rename(join(staging, 'store', name), join(dataDir, name));
  await nodeDisk.syncDirectory(dataDir);
  await rm(staging, { recursive: true });
  await nodeDisk.syncDirectory(dataDir);
}

/** Media may lie on another file system. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await rm(to, { force: true });
    await saveStream(createReadStream(from), to);
    await rm(from);
  }
}
