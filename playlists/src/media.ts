/**
 * Media: files by stable name, whose content is addressed by SHA-256. Replacing a file keeps its name,
 * so every playlist that uses it keeps working.
 */
import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** A path-like name below `assets/`, e.g. `demo/harbour.jpg`. Never absolute, never climbing. */
export const MediaName = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !/[\\\0]/.test(name) && !name.startsWith('/'), 'use forward slashes, no leading slash')
  .refine(
    (name) => name.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'a media name may not contain empty, "." or ".." parts',
  )
  .brand<'MediaName'>();
export type MediaName = z.infer<typeof MediaName>;

/** The media types that are taken and shown. */
export const MediaType = z.enum([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
  'video/mp4',
  'video/webm',
]);
export type MediaType = z.infer<typeof MediaType>;

/** A file of the library. Sizes in bytes and pixels, durations in milliseconds. */
export const Media = z.strictObject({
  id: MediaName,
  sha256: Sha256,
  sizeBytes: z.int().min(1),
  type: MediaType,
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  /** Of a video; absent for pictures. */
  durationMs: z.int().min(1).optional(),
  addedAt: z.iso.datetime(),
  /** Where it came from: dropped into the watched folder, or uploaded in the panel. */
  origin: z.enum(['folder', 'upload']),
});
export type Media = z.infer<typeof Media>;

/** The largest file that is taken: 2 GiB. */
export const MAX_MEDIA_BYTES = 2 * 1024 ** 3;
