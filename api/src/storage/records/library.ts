/** What the library remembers besides its files: imports that run or wait for a word, and what was just removed. */
import { z } from 'zod';
import { FileReason } from '@palier/playlists/file-reason';
import { LibraryFile } from '@palier/playlists/library-file';
import { Media, MediaName } from '@palier/playlists/media';

/** A file on its way into the library, after its bytes have come. */
export const ImportRecord = z.strictObject({
  id: z.string().regex(/^[\w-]{8,64}$/),
  name: MediaName,
  sizeBytes: z.int().min(0),
  /** `offered`: refused as it is, but the server could convert it. */
  state: z.enum(['waiting', 'running', 'done', 'refused', 'offered', 'cancelled']),
  /** From 0 to 100 while it runs. */
  percent: z.int().min(0).max(100),
  reason: FileReason.optional(),
  /** What it became. */
  result: MediaName.optional(),
  /** Where its bytes lie: an upload, or a file of the watched folder. */
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('upload'), upload: z.string() }),
    z.strictObject({ kind: z.literal('folder'), file: MediaName }),
  ]),
  /** The process that holds the bytes. */
  node: z.string(),
  by: z.string(),
  addedAt: z.iso.datetime(),
});
export type ImportRecord = z.infer<typeof ImportRecord>;

/** What was removed, for as long as it may come back: everything that went with one file. */
export const RemovedRecord = z.strictObject({
  id: MediaName,
  removedAt: z.iso.datetime(),
  media: z.array(Media).max(201),
  file: LibraryFile.optional(),
});
export type RemovedRecord = z.infer<typeof RemovedRecord>;
