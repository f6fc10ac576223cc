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

/**
 * What a smaller copy of a picture is for: `hd` covers 1920 x 1080, `portrait` covers 1080 x 1920, `thumbnail` fits
 * 480 x 480 and is the panel's alone. Of a film only the thumbnail, a frame of it.
 */
export const VariantUse = z.enum(['hd', 'portrait', 'thumbnail']);
export type VariantUse = z.infer<typeof VariantUse>;

/** A smaller copy of a picture, under a content address of its own. */
export const Variant = z.strictObject({
  use: VariantUse,
  sha256: Sha256,
  sizeBytes: z.int().min(1),
  type: MediaType,
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
});
export type Variant = z.infer<typeof Variant>;

/** A word to find things by. */
export const Tag = z.string().trim().min(1, 'a tag has at least one letter').max(40, 'a tag has at most 40 letters');
/** The most tags of one file. */
export const MAX_TAGS = 20;

/** What people note about a file of the library. Dates are calendar days. */
export const labels = {
  tags: z.array(Tag).max(MAX_TAGS).optional(),
  /** Who looks after it, by name. */
  owner: z.string().trim().min(1).max(80).optional(),
  /** The last day on which screens show it, in their own zone. */
  expiresOn: z.iso.date().optional(),
  /** The day on which somebody should look whether it is still true. */
  reviewOn: z.iso.date().optional(),
};

/** A file of the library that screens can show. Sizes in bytes and pixels, durations in milliseconds. */
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
  variants: z.array(Variant).max(8).optional(),
  /** The bytes as they came, before they were made anew: a file renamed in the folder is known by it. */
  received: Sha256.optional(),
  /** Where it lies in the folder now, when it was renamed there: its own name never changes. */
  file: MediaName.optional(),
  /** The page of a document that it shows; pages count from 1. */
  page: z.strictObject({ of: MediaName, number: z.int().min(1) }).optional(),
  ...labels,
});
export type Media = z.infer<typeof Media>;

/** The largest file that is taken: 2 GiB. */
export const MAX_MEDIA_BYTES = 2 * 1024 ** 3;
