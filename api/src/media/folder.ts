/**
 * The watched folder: a file dropped there joins the library once its size has settled; one taken away leaves it,
 * unless a playlist still shows it. A folder that is suddenly empty or gone takes nothing with it.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { MediaName } from '@palier/playlists/media';
import type { LibraryFault } from '@palier/playlists/views';
import { z } from 'zod';
import { isoOf, type Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import { errorCode } from '../storage/disk.ts';
import type { Storage } from '../storage/storage.ts';
import { playlistsUsing, type MediaIntake } from './intake.ts';

/** Folders of the house itself, which hold no content. */
const RESERVED = new Set(['brand', 'fonts']);
const SETTLE_MS = 1_000;
const MAX_FAULTS = 200;

/** What a file was when it was last taken in or refused. */
const Known = z.strictObject({ sizeBytes: z.number(), mtimeMs: z.number(), refused: z.string().optional() });
type Known = z.infer<typeof Known>;

export function createMediaFolder(deps: {
  dir: string;
  /** Prefix of what is remembered of this folder, where several machines share a store. */
  node: string;
  intake: MediaIntake;
  storage: Storage;
  clock: Clock;
  log: Log;
  onfault: () => void;
}) {
  const { dir, intake, storage, clock, log } = deps;
  const faults = new Map<string, LibraryFault>();
  const keyOf = (name: string) => `folder:${deps.node}${name}`;
  let watcher: FSWatcher | undefined;
  let working: Promise<void> = Promise.resolve();

  /** One file after the other, and never two answers about one. */
  function queue(work: () => Promise<void>): void {
    working = working.then(work).catch((error: unknown) => log.error('a file of the assets folder failed', error));
  }

  function raise(name: string, reason: string): void {
    if (!faults.has(name)) log.warn('file refused', { file: name, reason });
    if (faults.size < MAX_FAULTS) faults.set(name, { file: name, reason, since: isoOf(clock.now()) });
    deps.onfault();
  }

  async function appeared(path: string): Promise<void> {
    const parsed = nameOf(dir, path);
    if (parsed === undefined) return;
    if (parsed.name === undefined) return raise(parsed.text, 'its name cannot be used');
    const { name } = parsed;
    const file = await statOf(path);
    if (file === undefined) return;
    const key = keyOf(name);
    const known = Known.safeParse((await storage.get('settings', key))?.value).data;
    if (known?.sizeBytes === file.sizeBytes && known.mtimeMs === file.mtimeMs) {
      if (known.refused !== undefined) raise(name, known.refused);
      return;
    }
    const note = async (refused?: string) => {
      const value: Known = { ...file, ...(refused === undefined ? {} : { refused }) };
      await storage.transact((transaction) => transaction.put('settings', { id: key, value }));
    };
    const outcome = await intake.take({
      name,
      origin: 'folder',
      chunks: createReadStream(path),
      beside: (transaction) => transaction.put('settings', { id: key, value: file }),
    });
    if ('media' in outcome) {
      log.info('file added to the library', { file: name });
      if (faults.delete(name)) deps.onfault();
      return;
    }
    const reason = outcome.refused === 'file' ? outcome.reason : REASONS[outcome.refused];
    if (outcome.refused === 'file') await note(reason);
    raise(name, reason);
  }

  async function vanished(path: string): Promise<void> {
    const parsed = nameOf(dir, path);
    if (parsed?.name === undefined) return;
    if (faults.delete(parsed.text)) deps.onfault();
    if ((await statOf(path)) !== undefined) return;
    await forget(parsed.name);
  }

  /** Takes a file that is gone out of the library, if it came from the folder and nothing shows it. */
  async function forget(name: MediaName): Promise<void> {
    if ((await statOf(dir)) === undefined || isEmpty()) return raise(name, 'the assets folder is empty or gone: kept');
    const kept = await storage.transact(async (transaction) => {
      const media = await transaction.get('media', name);
      const isOurs = (await transaction.get('settings', keyOf(name))) !== undefined;
      if (media?.origin !== 'folder' || !isOurs) return [];
      const users = playlistsUsing(name, await transaction.all('playlists'));
      if (users.length > 0) return users.map((record) => record.id);
      await transaction.remove('media', name);
      await transaction.remove('settings', keyOf(name));
      return [];
    });
    if (Array.isArray(kept) && kept.length > 0) {
      raise(name, `the file is gone, but the playlists ${kept.join(', ')} show it: kept`);
    }
  }

  const isEmpty = () => (watcher?.getWatched()[dir] ?? []).length === 0;

  /** Files that went away while the server was off. */
  async function forgetMissing(): Promise<void> {
    for (const media of await storage.all('media')) {
      if (media.origin !== 'folder' || (await statOf(join(dir, media.id))) !== undefined) continue;
      await forget(media.id);
    }
  }

  return {
    keyOf,
    faults: (): LibraryFault[] => [...faults.values()].toSorted((a, b) => a.file.localeCompare(b.file)),
    /** Watches; resolves once what was there at the start has been found (not yet taken in). */
    async start(): Promise<void> {
      if ((await statOf(dir)) === undefined) return raise('.', 'the assets folder does not exist');
      const started = watch(dir, {
        ignored: (path: string) => isIgnored(dir, path),
        awaitWriteFinish: { stabilityThreshold: SETTLE_MS, pollInterval: 100 },
        followSymlinks: false,
      });
      watcher = started;
      started.on('add', (path) => queue(() => appeared(path)));
      started.on('change', (path) => queue(() => appeared(path)));
      started.on('unlink', (path) => queue(() => vanished(path)));
      started.on('error', (error) => log.warn('the assets folder cannot be watched', { reason: reasonOf(error) }));
      await new Promise<void>((resolve) => started.once('ready', () => resolve()));
      queue(forgetMissing);
    },
    /** Resolves when all that was seen so far is dealt with. */
    settled: () => working,
    async stop(): Promise<void> {
      await watcher?.close();
      await working;
    },
  };
}
export type MediaFolder = ReturnType<typeof createMediaFolder>;

const REASONS = {
  'too-large': 'it is larger than 2 GB',
  'disk-full': 'the disk of the server is full',
  busy: 'the server is busy; touch the file to try again',
} as const;

/** The media name of a path; `name` is absent when it is not usable, all when it is none of our business. */
function nameOf(dir: string, path: string): { text: string; name: MediaName | undefined } | undefined {
  const text = relative(dir, path).split(sep).join('/');
  if (text === '' || isIgnored(dir, path)) return undefined;
  return { text, name: MediaName.safeParse(text).data };
}

function isIgnored(dir: string, path: string): boolean {
  const name = relative(dir, path).split(sep).join('/');
  return name !== '' && (isReservedName(name) || /~$|\.(?:tmp|part|crdownload|md)$/i.test(name));
}

/** Whether a name belongs to the house or is hidden, and so never to content. */
export function isReservedName(name: string): boolean {
  const parts = name.split('/');
  return RESERVED.has(parts[0] ?? '') || parts.some((part) => part.startsWith('.'));
}

async function statOf(path: string): Promise<{ sizeBytes: number; mtimeMs: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
