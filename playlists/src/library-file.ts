/**
 * Files of the library that no screen shows as they are: documents, whose pages become media; texts; tables of figures.
 * Kept as they came, for those who work with them.
 */
import { z } from 'zod';
import { Sha256 } from './ids.ts';
import { labels, MediaName } from './media.ts';

/** The most pages of a document that are taken. */
export const MAX_PAGES = 200;

/** What a file is by its content, named by its usual ending. */
export const FileFormat = z.enum([
  'pdf',
  'docx',
  'doc',
  'odt',
  'rtf',
  'pptx',
  'ppt',
  'odp',
  'md',
  'txt',
  'csv',
  'xlsx',
]);
export type FileFormat = z.infer<typeof FileFormat>;

/** A document, a text or a table. Sizes in bytes. */
export const LibraryFile = z.strictObject({
  id: MediaName,
  kind: z.enum(['document', 'text', 'table']),
  format: FileFormat,
  sha256: Sha256,
  sizeBytes: z.int().min(1),
  addedAt: z.iso.datetime(),
  origin: z.enum(['folder', 'upload']),
  /** Where it lies in the folder now, when it was renamed there. */
  file: MediaName.optional(),
  /** Of a document: its pages as media, in order. */
  pages: z.array(MediaName).max(MAX_PAGES).optional(),
  /** Of a text: its beginning. */
  excerpt: z.string().max(600).optional(),
  /** Of a table: its first rows and columns as text, and how many there are. */
  preview: z
    .strictObject({ rows: z.array(z.array(z.string().max(80)).max(8)).max(8), rowCount: z.int(), columnCount: z.int() })
    .optional(),
  ...labels,
});
export type LibraryFile = z.infer<typeof LibraryFile>;
