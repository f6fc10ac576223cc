/**
 * Everything about media, wired together once for a server: the store, the decoders in processes of their own, the watched
 * folder, imports, uploads in pieces, and what was taken away. It starts nothing by itself.
 */
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import type { LibraryFile } from '@palier/playlists/library-file';
import { MAX_MEDIA_BYTES } from '@palier/playlists/media';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { newSecret, type Random } from '../secrets.ts';
import type { Settings } from '../settings.ts';
import { mediaAddresses } from '../storage/collections.ts';
import type { Storage } from '../storage/storage.ts';
import { createDecoder, type Decoder } from './decoder/pool.ts';
import { createMediaFolder } from './folder.ts';
import { createImports, type Imports } from './imports.ts';
import { createIntake } from './intake.ts';
import { createMaker } from './make.ts';
import { openMediaStore } from './open.ts';
import { createRemoval } from './removal.ts';
import { createTools } from './tools.ts';
import { createUploads } from './uploads.ts';

export type MediaParts = ReturnType<typeof createMediaParts>;

export function createMediaParts(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  random: Random;
  settings: Pick<Settings, 'dataDir' | 'assetsDir' | 'mediaUrl' | 'mediaCredentials'> &
    Partial<Pick<Settings, 'toolPath'>>;
  /** Default: one of its own, which ends with it. */
  decoder?: Decoder | undefined;
  /** Reaches the bucket of MEDIA_URL, and nothing else. */
  fetch: typeof fetch;
  node: string;
  /** Stands before what this machine's own folder held, where several share a store. */
  folderOwner: string;
  /** What is in the library, or could not be, has changed. */
  onnews: () => void;
  /** A table has joined the library. */
  ontable: (file: LibraryFile, by: string) => void;
}) {
  const { storage, clock, log, random, settings, folderOwner, onnews } = deps;
  const mediaStore = openMediaStore({
    mediaUrl: settings.mediaUrl,
    dataDir: settings.dataDir,
    credentials: settings.mediaCredentials,
    clock,
    newName: () => newSecret(random),
    node: deps.node,
    fetch: deps.fetch,
    maxBytes: MAX_MEDIA_BYTES,
  });
  const decoder = deps.decoder ?? createDecoder({ log });
  const tools = createTools({ path: settings.toolPath ?? '' });
  const maker = createMaker({ store: mediaStore, decoder, tools });
  const intake = createIntake({ store: mediaStore, maker, storage, clock, ontable: deps.ontable });
  const mediaFolder = createMediaFolder({
    dir: settings.assetsDir,
    node: folderOwner,
    intake,
    storage,
    clock,
    log,
    onfault: onnews,
    onrefused: (name, reason, sizeBytes) => imports.offer(name, reason, sizeBytes),
  });
  const imports: Imports = createImports({
    storage,
    intake,
    store: mediaStore,
    tools,
    clock,
    log,
    node: deps.node,
    pathOf: (source) => (source.kind === 'folder' ? mediaFolder.pathOf(source.file) : uploads.pathOf(source.upload)),
    drop: async (source) => (source.kind === 'folder' ? undefined : await uploads.drop(source.upload)),
    onchange: onnews,
    onfolderdone: (file) => mediaFolder.mended(file),
  });
  const uploads = createUploads({ dir: mediaStore.uploadsDir, newId: () => newSecret(random), clock, imports });
  const removal = createRemoval({ storage, clock, folder: mediaFolder, dir: join(settings.dataDir, 'removed') });

  return {
    mediaStore,
    decoder,
    tools,
    maker,
    intake,
    mediaFolder,
    imports,
    uploads,
    removal,
    /** The bytes of a file, unless it is gone or larger. */
    async bytesOf(file: LibraryFile, maxBytes: number): Promise<Buffer | undefined> {
      const sizeBytes = await mediaStore.sizeOf(file.sha256);
      if (sizeBytes === undefined || sizeBytes > maxBytes) return undefined;
      return buffer(mediaStore.read(file.sha256, 0, sizeBytes));
    },
    /** Once a day: what was taken away long ago, what was never finished, what nothing names any more. */
    async sweepMedia(): Promise<void> {
      await Promise.all([removal.sweep(), uploads.sweep()]);
      await mediaStore.sweep(await mediaAddresses(storage));
    },
    async stopMedia(): Promise<void> {
      if (deps.decoder === undefined) decoder.close();
      await Promise.all([mediaFolder.stop(), imports.stop()]);
    },
  };
}
