/**
 * The watched folder: a file dropped there joins the library once its size has settled, its subfolders as tags; one
 * taken away leaves it, unless a playlist still shows it; one renamed stays what it was to every playlist. A folder
 * that is gone, or another than it was, takes nothing with it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { watch, type FSWatcher } from 'chokidar';
import type { FileReason } from '@palier/playlists/file-reason';
import { MAX_MEDIA_BYTES, MediaName } from '@palier/playlists/media';
import type { LibraryFault } from '@palier/playlists/views';
import { isoOf, type Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import { errorCode } from '../storage/disk.ts';
import type { Storage } from '../storage/storage.ts';
import { createFolderBook, folderTags } from './folder-book.ts';
import type { IntakeOutcome, MediaIntake } from './intake.ts';
import { reasonWords } from './reason-words.ts';
import { createTurns } from './turns.ts';

/** Folders of the house itself, which hold no content. */
const RESERVED = new Set(['brand', 'fonts']);
const SETTLE_MS = 1_000;
/** A renamed file appears under its new name after it has settled: until then a file that is gone is only missing. */
const GONE_MS = SETTLE_MS + 1_200;
const MAX_FAULTS = 200;
const AT_ONCE = 2;

export function createMediaFolder(deps: {
  dir: string;
  /** Prefix of what is remembered of this folder, where several machines share a store. */
  node: string;
  intake: MediaIntake;
  storage: Storage;
  clock: Clock;
  log: Log;
  onfault: () => void;
  /** A file was refused: perhaps the server can do something about it. */
  onrefused?: (name: MediaName, reason: FileReason, sizeBytes: number) => Promise<void>;
}) {
  const { dir, intake, storage, clock, log } = deps;
  const book = createFolderBook(deps);
  const faults = new Map<string, LibraryFault>();
  const working = new Map<string, number>();
  const turns = createTurns({
    atOnce: AT_ONCE,
    onfault: (error) => log.error('a file of the assets folder failed', error),
  });
  const waitingToGo = new Map<string, () => void>();
  let watcher: FSWatcher | undefined;
  /** Which folder it was at the start: another one in its place is an accident, e.g. a disk that is not mounted. */
  let identity: string | undefined;

  function raise(name: string, reason: FileReason): void {
    const words = reasonWords(reason);
    if (!faults.has(name)) log.warn('file refused', { file: name, reason: words });
    if (faults.size < MAX_FAULTS) {
      faults.set(name, {
        file: name,
        reason: words,
        code: reason.code,
        params: reason.params,
        since: isoOf(clock.now()),
      });
    }
    deps.onfault();
  }

  function settle(name: string): void {
    if (faults.delete(name)) deps.onfault();
  }

  async function appeared(path: string): Promise<void> {
    const parsed = nameOf(dir, path);
    if (parsed === undefined) return;
    if (parsed.name === undefined) return raise(parsed.text, { code: 'name-unusable', params: {} });
    const { name } = parsed;
    waitingToGo.get(name)?.();
    const file = await statOf(path);
    if (file === undefined) return;
    const known = await book.get(name);
    if (known?.sizeBytes === file.sizeBytes && known.mtimeMs === file.mtimeMs) {
      if (known.refused !== undefined) raise(name, known.refused);
      return;
    }
    if (known === undefined && (await wasRenamed(name, path, file))) return;
    if (file.sizeBytes > MAX_MEDIA_BYTES) return raise(name, { code: 'too-large', params: { maxMb: 2048 } });
    const id = known?.id ?? (await book.freeId(name));
    await refusedOr(name, file, () => takeIn(name, id, path, file));
  }

  async function takeIn(name: MediaName, id: MediaName, path: string, file: Stat): Promise<IntakeOutcome> {
    try {
      return await intake.takeLater({
        name: id,
        origin: 'folder',
        from: createReadStream(path),
        tags: folderTags(name),
        onprogress: (percent) => {
          working.set(name, Math.round(percent));
          deps.onfault();
        },
        beside: (transaction) => book.put(transaction, name, { ...file, ...(id === name ? {} : { id }) }),
      });
    } finally {
      if (working.delete(name)) deps.onfault();
    }
  }

  async function refusedOr(name: MediaName, file: Stat, take: () => Promise<IntakeOutcome>): Promise<void> {
    const outcome = await take().catch((error: unknown): 'gone' => {
      // Taken away while it was read: nothing of it stays, and there is nothing to complain of.
      if (errorCode(error) === 'ENOENT') return 'gone';
      throw error;
    });
    if (outcome === 'gone') return;
    if (!('refused' in outcome)) {
      log.info('file added to the library', { file: name });
      return settle(name);
    }
    if (outcome.refused !== 'file') {
      return raise(name, { code: outcome.refused, params: { maxMb: 2048 } });
    }
    const { reason } = outcome;
    await storage.transact((transaction) => book.put(transaction, name, { ...file, refused: reason }));
    raise(name, reason);
    await deps.onrefused?.(name, reason, file.sizeBytes);
  }

  /** The same bytes under another name, whose old one is gone: the file it was goes on under its own name. */
  async function wasRenamed(name: MediaName, path: string, file: Stat): Promise<boolean> {
    const missing = await book.missing(file.sizeBytes, async (old) => (await statOf(join(dir, old))) === undefined);
    if (missing.length === 0) return false;
    const digest = await digestOfFile(path);
    const found = missing.find((one) => one.digest === digest);
    if (found === undefined) return false;
    await book.rename(found, name, file);
    settle(found.file);
    log.info('file renamed', { from: found.file, to: name });
    return true;
  }

  /** Gone for now: a renamed one may be on its way. */
  function vanished(path: string): void {
    const parsed = nameOf(dir, path);
    if (parsed?.name === undefined) return;
    settle(parsed.text);
    const { name } = parsed;
    const cancel = clock.after(GONE_MS, () => {
      waitingToGo.delete(name);
      turns.take(path, async () => ((await statOf(path)) === undefined ? forget(name) : undefined));
    });
    waitingToGo.set(name, () => (cancel(), waitingToGo.delete(name)));
  }

  async function forget(name: MediaName): Promise<void> {
    if ((await identityOf(dir)) !== identity) return raise(name, { code: 'folder-emptied', params: {} });
    const kept = await book.forget(name);
    if (kept.length > 0) raise(name, { code: 'gone-in-use', params: { playlists: kept.join(', ') } });
  }

  /** Files that went away while the server was off. None left of several: it is not the folder that it was. */
  async function forgetMissing(): Promise<void> {
    const missing = await book.missing(undefined, async (old) => (await statOf(join(dir, old))) === undefined);
    if (missing.length === 0) return;
    if (missing.length > 1 && (await isBare(dir))) return raise('.', { code: 'folder-emptied', params: {} });
    for (const { file } of missing) await forget(file);
  }

  return {
    keyOf: book.keyOf,
    faults: (): LibraryFault[] => [...faults.values()].toSorted((a, b) => a.file.localeCompare(b.file)),
    /** Files that are being taken in and take their time, from 0 to 100. */
    working: () => [...working].map(([file, percent]) => ({ file, percent })),
    /** Where a file lies in the folder, by the path of it there. */
    pathOf: (file: string): string => join(dir, file),
    /** A file that was refused has found its way after all. */
    mended: (name: string): void => settle(name),
    /** Resolves when all that was seen so far is dealt with. */
    settled: () => turns.idle(),
    /** Watches; resolves once what was there at the start has been found (not yet taken in). */
    async start(): Promise<void> {
      identity = await identityOf(dir);
      if (identity === undefined) return raise('.', { code: 'folder-missing', params: {} });
      const started = watch(dir, {
        ignored: (path: string) => isIgnored(dir, path),
        awaitWriteFinish: { stabilityThreshold: SETTLE_MS, pollInterval: 100 },
        followSymlinks: false,
      });
      watcher = started;
      started.on('add', (path) => turns.take(path, () => appeared(path)));
      started.on('change', (path) => turns.take(path, () => appeared(path)));
      started.on('unlink', vanished);
      started.on('error', (error) => log.warn('the assets folder cannot be watched', { reason: reasonOf(error) }));
      await new Promise<void>((resolve) => started.once('ready', () => resolve()));
      turns.takeLast(forgetMissing);
    },
    async stop(): Promise<void> {
      await watcher?.close();
      for (const cancel of waitingToGo.values()) cancel();
      await turns.close();
    },
  };
}
export type MediaFolder = ReturnType<typeof createMediaFolder>;

type Stat = { sizeBytes: number; mtimeMs: number };

/** The media name of a path; `name` is absent when it is not usable, all when it is none of our business. */
function nameOf(dir: string, path: string): { text: string; name: MediaName | undefined } | undefined {
  const text = relative(dir, path).split(sep).join('/');
  if (text === '' || isIgnored(dir, path)) return undefined;
  return { text, name: MediaName.safeParse(text).data };
}

/** What is no content: of the house, hidden, half-written, or the page that explains the folder. */
function isIgnored(dir: string, path: string): boolean {
  const name = relative(dir, path).split(sep).join('/');
  return name !== '' && (isReservedName(name) || name === 'README.md' || /~$|\.(?:tmp|part|crdownload)$/i.test(name));
}

/** Whether a name belongs to the house or is hidden, and so never to content. */
export function isReservedName(name: string): boolean {
  const parts = name.split('/');
  return RESERVED.has(parts[0] ?? '') || parts.some((part) => part.startsWith('.') || part.startsWith('~$'));
}

async function statOf(path: string): Promise<Stat | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function identityOf(dir: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(dir);
    return `${dev}/${ino}`;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function isBare(dir: string): Promise<boolean> {
  return (await readdir(dir)).every((name) => isReservedName(name) || name === 'README.md');
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
