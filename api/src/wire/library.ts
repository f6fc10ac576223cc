/** Bodies and answers about the files of the library, beside the media themselves. Must not import anything of the server. */
import { z } from 'zod';
import { FileReason } from '@palier/playlists/file-reason';
import { LibraryFile } from '@palier/playlists/library-file';
import { labels, MediaName, Tag } from '@palier/playlists/media';

/** The most files that one request changes. */
export const MAX_NAMES = 500;
const names = z.array(MediaName).min(1).max(MAX_NAMES);

/** A file on its way into the library. `offered`: refused as it is, but the server could convert it. */
export const ImportView = z.strictObject({
  id: z.string(),
  name: MediaName,
  sizeBytes: z.int(),
  state: z.enum(['waiting', 'running', 'done', 'refused', 'offered', 'cancelled']),
  percent: z.int(),
  reason: FileReason.optional(),
  /** The file that it became. */
  result: MediaName.optional(),
  by: z.string(),
  addedAt: z.iso.datetime(),
});
export type ImportView = z.infer<typeof ImportView>;

/** Documents, texts and tables; imports; files of the watched folder that are being read; what helps on this machine. */
export const LibraryAnswer = z.strictObject({
  files: z.array(LibraryFile),
  imports: z.array(ImportView),
  working: z.array(z.strictObject({ file: z.string(), percent: z.int() })),
  tools: z.strictObject({ ffmpeg: z.boolean(), soffice: z.boolean() }),
});
export type LibraryAnswer = z.infer<typeof LibraryAnswer>;

/** What is absent stays as it is; `null` takes it away. */
export const LibraryPatch = z.strictObject({
  names,
  addTags: z.array(Tag).max(20).optional(),
  removeTags: z.array(Tag).max(200).optional(),
  owner: labels.owner.unwrap().nullable().optional(),
  expiresOn: labels.expiresOn.unwrap().nullable().optional(),
  reviewOn: labels.reviewOn.unwrap().nullable().optional(),
});
export type LibraryPatch = z.input<typeof LibraryPatch>;
/** How many files were changed; names that are not there any more are passed over. */
export const LibraryPatched = z.strictObject({ changed: z.int() });

export const LibraryNames = z.strictObject({ names });
export type LibraryNames = z.input<typeof LibraryNames>;
/** What went, and what stays because something shows it. */
export const LibraryRemoved = z.strictObject({
  removed: z.array(MediaName),
  kept: z.array(z.strictObject({ name: MediaName, usedIn: z.array(z.string()), stories: z.array(z.string()) })),
});
export type LibraryRemoved = z.infer<typeof LibraryRemoved>;
export const LibraryRestored = z.strictObject({ restored: z.array(MediaName) });
