/**
 * Keeps the playlists in the store and the files in PLAYLISTS_DIR in step. The panel's changes are written to the
 * files, a hand edit or a `git pull` is read back; a file that does not parse is reported and the last good version
 * plays on. When both changed, the panel's version stays and the other is kept beside it: neither is lost. A folder
 * that is suddenly empty or gone deletes nothing.
 */
import { chmod, link, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { PlaylistId } from '@palier/playlists/ids';
import type { Playlist } from '@palier/playlists/playlist';
import type { LibraryFault } from '@palier/playlists/views';
import { z } from 'zod';
import { isoOf, type Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import { digestOf } from '../secrets.ts';
import { errorCode, nodeDisk } from '../storage/disk.ts';
import { temporaryName, writeFileDurably } from '../storage/durable-file.ts';
import type { DocumentOf } from '../storage/collections.ts';
import type { History } from '../history.ts';
import type { Storage, Transaction } from '../storage/storage.ts';
import { moveFor } from './merge.ts';
import { MAX_FILE_CHARS, readPlaylistText, writePlaylistText } from './playlist-text.ts';

const SCHEMA = '../playlist.schema.json';
const MAX_FILES = 2_000;
/** Four million characters in UTF-8 at most; what is larger is not even read. */
const MAX_FILE_BYTES = 4 * MAX_FILE_CHARS;
/** A file that was just written may be half-written: what does not parse is read once more after this. */
const SECOND_LOOK_MS = 400;
/** Editors and git delete and make anew; a file is gone only when it is still gone after this. */
const GONE_MS = 800;
export const BY_HAND = 'file';

const Base = z.strictObject({ file: z.string(), stored: z.string() });

export type LibraryDeps = {
  dir: string;
  /** Prefix of what is remembered of this folder, where several machines share a store. */
  node: string;
  storage: Storage;
  history: Pick<History, 'note'>;
  clock: Clock;
  log: Log;
  onfault: () => void;
};

export function createLibrary(deps: LibraryDeps) {
  const { dir, storage, history, clock, log } = deps;
  const faults = new Map<string, LibraryFault>();
  const working = new Map<string, Promise<void>>();
  let watcher: FSWatcher | undefined;

  const pathOf = (id: string) => join(dir, `${id}.json`);
  const baseKey = (id: string) => `library:${deps.node}${id}`;

  /** Runs the work on one playlist after what is still running on it. */
  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const result = (working.get(id) ?? Promise.resolve()).then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    working.set(id, settled);
    void settled.then(() => {
      if (working.get(id) === settled) working.delete(id);
    });
    return result;
  }

  function raise(file: string, fault: Omit<LibraryFault, 'file' | 'since'>): void {
    const known = faults.get(file);
    if (known !== undefined && known.reason === fault.reason && known.line === fault.line) return;
    faults.set(file, { file, ...fault, since: isoOf(clock.now()) });
    log.warn('playlist file refused', { file, ...fault });
    deps.onfault();
  }

  function settle(file: string): void {
    if (faults.delete(file)) deps.onfault();
  }

  async function step(id: PlaylistId, look: 'first' | 'second' = 'first'): Promise<void> {
    const text = await textOf(pathOf(id));
    const record = await storage.get('playlists', id);
    const base = Base.safeParse((await storage.get('settings', baseKey(id)))?.value).data;
    const storedText = record && writePlaylistText(record.playlist, SCHEMA);
    const move = moveFor({
      file: text && digestOf(text),
      stored: record && digestOf(JSON.stringify(record.playlist)),
      storedAsFile: storedText && digestOf(storedText),
      base,
    });
    switch (move) {
      case 'nothing':
        return settle(`${id}.json`);
      case 'agree':
        await storage.transact((transaction) => note(transaction, id, text, record?.playlist));
        return settle(`${id}.json`);
      case 'read-file':
        return readFileIn(id, text ?? '', record, look);
      case 'write-file':
        return writeOut(id, storedText ?? '', text, record);
      case 'both':
        return settleConflict(id, text ?? '', storedText ?? '', record);
      case 'file-gone':
        return fileGone(id, look);
      case 'stored-gone':
        await rm(pathOf(id), { force: true });
        await nodeDisk.syncDirectory(dir);
        await storage.transact((transaction) => note(transaction, id, undefined, undefined));
        return settle(`${id}.json`);
    }
  }

  /** Notes what both sides are now that they agree. */
  async function note(transaction: Transaction, id: string, text: string | undefined, playlist: Playlist | undefined) {
    if (text === undefined || playlist === undefined) return void (await transaction.remove('settings', baseKey(id)));
    const value = { file: digestOf(text), stored: digestOf(JSON.stringify(playlist)) };
    await transaction.put('settings', { id: baseKey(id), value });
  }

  /** For the history: what was done in the folder. */
  function noteByHand(transaction: Transaction, id: string, before: Playlist | undefined, after: Playlist | undefined) {
    const as = (playlist: Playlist | undefined) => playlist && { noun: 'playlist' as const, playlist };
    const how = after === undefined ? ('deleted' as const) : ('file' as const);
    return history.note(
      transaction,
      { noun: 'playlist', id, before: as(before), after: as(after) },
      { by: BY_HAND, how },
    );
  }

  async function readFileIn(
    id: PlaylistId,
    text: string,
    before: DocumentOf<'playlists'> | undefined,
    look: 'first' | 'second',
  ): Promise<void> {
    const outcome = readPlaylistText(text, id);
    if ('fault' in outcome) {
      if (look === 'second' || watcher === undefined) return raise(`${id}.json`, outcome.fault);
      await wait(clock, SECOND_LOOK_MS);
      return step(id, 'second');
    }
    const taken = await storage.transact(async (transaction) => {
      const present = await transaction.get('playlists', id);
      // The panel was quicker: look again at both.
      if (present?.revision !== before?.revision) return false;
      const { playlist } = outcome;
      if (JSON.stringify(present?.playlist) !== JSON.stringify(playlist)) {
        const updatedAt = isoOf(clock.now());
        const revision = (present?.revision ?? 0) + 1;
        await transaction.put('playlists', { id, playlist, revision, updatedAt, updatedBy: BY_HAND });
        await noteByHand(transaction, id, present?.playlist, playlist);
      }
      await note(transaction, id, text, playlist);
      return true;
    });
    if (taken !== true) return step(id, look);
    log.info('playlist read from its file', { file: `${id}.json` });
    settle(`${id}.json`);
  }

  /** Replaces the file, unless it changed in the very moment: then what was there is kept beside. */
  async function writeOut(
    id: PlaylistId,
    text: string,
    expected: string | undefined,
    record: DocumentOf<'playlists'> | undefined,
  ): Promise<void> {
    const path = pathOf(id);
    const former = temporaryName(path);
    await mkdir(dir, { recursive: true });
    const hasFormer = await linked(path, former);
    try {
      await writeFileDurably(path, text);
      // Whoever could read the file before still can: people and git work on it too.
      await chmod(path, hasFormer ? (await stat(former)).mode & 0o777 : 0o644);
      const replaced = hasFormer ? await textOf(former) : expected;
      if (replaced !== undefined && replaced !== expected) await keepBeside(id, replaced);
    } finally {
      await rm(former, { force: true });
    }
    await storage.transact((transaction) => note(transaction, id, text, record?.playlist));
    settle(`${id}.json`);
  }

  async function settleConflict(
    id: PlaylistId,
    text: string,
    storedText: string,
    record: DocumentOf<'playlists'> | undefined,
  ): Promise<void> {
    await keepBeside(id, text);
    await writeOut(id, storedText, text, record);
  }

  async function keepBeside(id: string, text: string): Promise<void> {
    const name = `${id}.conflict-${isoOf(clock.now()).replace(/[:.]/g, '-')}.json`;
    await writeFileDurably(join(dir, name), text);
    raiseConflict(name, id);
  }

  function raiseConflict(name: string, id: string): void {
    const reason = `"${id}" was changed by hand and in the panel at the same time: the panel's version plays, the other is kept in ${name}. Take over what you need and delete that file`;
    raise(name, { reason });
  }

  async function fileGone(id: PlaylistId, look: 'first' | 'second'): Promise<void> {
    if (look === 'first' && watcher !== undefined) {
      await wait(clock, GONE_MS);
      return step(id, 'second');
    }
    const names = await listFiles(dir);
    if (names === undefined || !names.some((name) => idOf(name) !== undefined)) {
      return raise(`${id}.json`, { reason: 'the playlists folder is empty or gone: every playlist is kept' });
    }
    const users = await storage.transact(async (transaction) => {
      const users = await usersOf(transaction, id, clock.now());
      if (users.length > 0) return users;
      const before = (await transaction.get('playlists', id))?.playlist;
      await transaction.remove('playlists', id);
      await noteByHand(transaction, id, before, undefined);
      await note(transaction, id, undefined, undefined);
      return users;
    });
    if (Array.isArray(users) && users.length > 0) {
      const reason = `the file was deleted, but ${users.join(', ')} plays it: kept. Save it in the panel to have its file again`;
      return raise(`${id}.json`, { reason });
    }
    log.info('playlist deleted with its file', { file: `${id}.json` });
    settle(`${id}.json`);
  }

  /** Looks at every file and every stored playlist. */
  async function lookAtAll(): Promise<void> {
    const names = await listFiles(dir);
    if (names === undefined) raise('.', { reason: 'the playlists folder does not exist or cannot be read' });
    else settle('.');
    if ((names?.length ?? 0) > MAX_FILES)
      raise('.', { reason: `more than ${MAX_FILES} files: the others are not read` });
    const known = (await storage.all('playlists')).map(({ id }) => id);
    const found = (names ?? []).slice(0, MAX_FILES).flatMap((name) => sawFile(name) ?? []);
    for (const id of new Set([...found, ...known])) await guarded(id);
  }

  /** The id of a playlist's file; raises a fault for a name that cannot be one, or that is a kept conflict. */
  function sawFile(name: string): PlaylistId | undefined {
    const conflict = /^(.+)\.conflict-[^.]+\.json$/.exec(name);
    if (conflict?.[1] !== undefined) raiseConflict(name, conflict[1]);
    else if (idOf(name) === undefined && isPlaylistFile(name)) {
      raise(name, { reason: "call it by the playlist's id: lower-case letters, digits and hyphens, then .json" });
    }
    return idOf(name);
  }

  async function guarded(id: PlaylistId): Promise<void> {
    try {
      await inTurn(id, () => step(id));
    } catch (error) {
      raise(`${id}.json`, { reason: `the file could not be read or written: ${reasonOf(error)}` });
    }
  }

  return {
    faults: (): LibraryFault[] => [...faults.values()].toSorted((a, b) => a.file.localeCompare(b.file)),

    /** Reads what is there, then watches. Resolves when the store knows every good file. */
    async start(): Promise<void> {
      await lookAtAll();
      const started = watch(dir, { depth: 0, ignoreInitial: true, ignored: (path: string) => isForeign(dir, path) });
      watcher = started;
      started.on('all', (_event, path) => {
        const name = path.slice(dir.length + 1);
        settleConflictGone(name);
        const id = sawFile(name);
        if (id !== undefined) void guarded(id);
      });
      started.on('error', (error) => log.warn('the playlists folder cannot be watched', { reason: reasonOf(error) }));
      await new Promise<void>((resolve) => started.once('ready', () => resolve()));
    },

    lookAtAll,

    /** Takes in a hand edit that nobody has told us of yet; called before the panel changes a playlist. */
    refresh: (id: PlaylistId): Promise<void> => guarded(id),

    /** Brings the file to what the store holds. Resolves when it is on disk, or the reason it is not stands as a fault. */
    write: (id: PlaylistId): Promise<void> => guarded(id),

    async settled(): Promise<void> {
      while (working.size > 0) await Promise.all(working.values());
    },

    async stop(): Promise<void> {
      await watcher?.close();
      while (working.size > 0) await Promise.all(working.values());
    },
  };

  function settleConflictGone(name: string): void {
    if (!faults.has(name) || idOf(name) !== undefined) return;
    void textOf(join(dir, name)).then(
      (text) => (text === undefined ? settle(name) : undefined),
      (error: unknown) => log.warn('a kept file cannot be read', { file: name, reason: reasonOf(error) }),
    );
  }
}
export type Library = ReturnType<typeof createLibrary>;

/** Names of the schedules and running takeovers that play the playlist. */
export async function usersOf(transaction: Transaction, id: string, atMs: number): Promise<string[]> {
  const schedules = (await transaction.all('schedules')).filter(({ rules }) =>
    rules.some((rule) => rule.playlistId === id),
  );
  const takeovers = (await transaction.all('takeovers')).filter(({ takeover }) => {
    const isOver = takeover.endedAt !== undefined || Date.parse(takeover.endsAt) <= atMs;
    return !isOver && takeover.content.kind === 'playlist' && takeover.content.playlistId === id;
  });
  return [
    ...schedules.map(({ name, id: scheduleId }) => `the schedule "${name.fr ?? name.en ?? scheduleId}"`),
    ...takeovers.map((takeover) => `the takeover ${takeover.id}`),
  ];
}

function isPlaylistFile(name: string): boolean {
  return name.endsWith('.json') && !name.startsWith('.') && !name.endsWith('.schema.json');
}

function idOf(name: string): PlaylistId | undefined {
  return isPlaylistFile(name) ? PlaylistId.safeParse(name.slice(0, -'.json'.length)).data : undefined;
}

function isForeign(dir: string, path: string): boolean {
  return path !== dir && !isPlaylistFile(path.slice(path.lastIndexOf('/') + 1));
}

async function listFiles(dir: string): Promise<string[] | undefined> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'EACCES' || errorCode(error) === 'ENOTDIR')
      return undefined;
    throw error;
  }
}

/** The file's text; absent when there is no such file. Anything that is no small file, and any failure to read, throws. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new Error('it is not a file');
    if (file.size > MAX_FILE_BYTES) throw new Error('it is larger than 4 MB');
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Gives the present file a second name, so that what the rename replaces can still be read. */
async function linked(path: string, second: string): Promise<boolean> {
  try {
    await link(path, second);
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
