/**
 * Pictures are decoded and encoded anew: what was hidden in the file (place, camera, a second format) stays behind, it
 * stands right side up, and no larger than a screen can show. From that copy come the smaller ones. Screens get JPEG or
 * WebP, whichever is smaller: the browsers of televisions learn AVIF late. Thumbnails, for the panel, are AVIF.
 */
import type sharpModule from 'sharp';
import type { MediaType, VariantUse } from '@palier/playlists/media';
import type { Failed, MadePicture, MadeVariant, PictureTask, PosterTask } from './tasks.ts';
import { writeMade } from './write.ts';

export const MAX_PIXELS = 100_000_000;
export const MAX_SIDE_PX = 3840;
const MAX_FRAMES = 300;
/** A smaller copy that saves less than this share of the pixels is not worth its place. */
const WORTH_IT = 0.7;
const BOXES = {
  hd: { width: 1920, height: 1080 },
  portrait: { width: 1080, height: 1920 },
} as const;
const THUMBNAIL_PX = 480;

type Sharp = typeof sharpModule;
type Pixels = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };
type Into = PictureTask['into'];
type Encoded = { bytes: Buffer; type: MediaType };

export async function makePicture({ path, into }: PictureTask): Promise<MadePicture | Failed> {
  const sharp = await loadSharp();
  try {
    const header = await sharp(path, { limitInputPixels: false, animated: true }).metadata();
    const heightPx = header.pageHeight ?? header.height;
    const frames = header.pages ?? 1;
    if (header.width * heightPx > MAX_PIXELS) {
      return { refused: { code: 'too-many-pixels', params: { widthPx: header.width, heightPx } } };
    }
    if (frames > MAX_FRAMES || header.width * heightPx * frames > 4 * MAX_PIXELS) {
      return { refused: { code: 'animation-too-long', params: { frames } } };
    }
    if (frames > 1) return await makeAnimation(sharp, path, into);
    return await makeStill(sharp, await pixelsOf(sharp, path), into);
  } catch (error) {
    if (isOurs(error)) throw error;
    return { refused: { code: 'picture-unreadable', params: { why: whyOf(error) } } };
  }
}

export async function makePoster({ path, into }: PosterTask): Promise<MadeVariant | Failed> {
  const sharp = await loadSharp();
  try {
    return await thumbnailOf(sharp, await pixelsOf(sharp, path), into);
  } catch (error) {
    if (isOurs(error)) throw error;
    return { refused: { code: 'picture-unreadable', params: { why: whyOf(error) } } };
  }
}

/** The pixels of a picture as they are, e.g. a page of a document. */
export async function makeOfPixels(pixels: Pixels, into: Into): Promise<MadePicture> {
  return makeStill(await loadSharp(), pixels, into);
}

/** Loaded only when a picture comes, and one thread a process: the server needs the other core. */
async function loadSharp(): Promise<Sharp> {
  const sharp = (await import('sharp')).default;
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

/** Decoded once, right side up, no larger than a screen; all copies come from these. */
async function pixelsOf(sharp: Sharp, path: string): Promise<Pixels> {
  // The first rows of a broken file are not good enough: any error in it counts.
  const { data, info } = await sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .rotate()
    .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, info };
}

async function makeStill(sharp: Sharp, pixels: Pixels, into: Into): Promise<MadePicture> {
  const { width, height } = pixels.info;
  const isOpaque = pixels.info.channels === 3 || pixels.info.channels === 1;
  const image = sharp(pixels.data, { raw: pixels.info });
  const master: Encoded = isOpaque
    ? { bytes: await image.clone().jpeg({ quality: 86 }).toBuffer(), type: 'image/jpeg' }
    : { bytes: await image.clone().webp({ quality: 86, effort: 2 }).toBuffer(), type: 'image/webp' };
  const made = await writeMade(into, 'full', master.bytes, { type: master.type, widthPx: width, heightPx: height });
  const variants: MadeVariant[] = [];
  for (const use of ['hd', 'portrait'] as const) {
    const scale = Math.max(BOXES[use].width / width, BOXES[use].height / height);
    if (scale * scale > WORTH_IT) continue;
    variants.push(await variantOf(sharp, pixels, use, { scale, isOpaque, into, most: made.sizeBytes }));
  }
  variants.push(await thumbnailOf(sharp, pixels, into));
  return { ...made, variants: variants.filter((one) => one.sizeBytes < made.sizeBytes || one.use === 'thumbnail') };
}

type VariantOptions = { scale: number; isOpaque: boolean; into: Into; most: number };

async function variantOf(sharp: Sharp, pixels: Pixels, use: VariantUse, options: VariantOptions): Promise<MadeVariant> {
  const shape = {
    widthPx: Math.max(1, Math.round(pixels.info.width * options.scale)),
    heightPx: Math.max(1, Math.round(pixels.info.height * options.scale)),
  };
  const small = sharp(pixels.data, { raw: pixels.info }).resize(shape.widthPx, shape.heightPx, { fit: 'fill' });
  const candidates: Encoded[] = [
    { bytes: await small.clone().webp({ quality: 82, effort: 2 }).toBuffer(), type: 'image/webp' },
  ];
  if (options.isOpaque) {
    candidates.push({ bytes: await small.clone().jpeg({ quality: 84 }).toBuffer(), type: 'image/jpeg' });
  }
  const { bytes, type } = smallest(candidates);
  return { use, ...(await writeMade(options.into, use, bytes, { type, ...shape })) };
}

async function thumbnailOf(sharp: Sharp, pixels: Pixels, into: Into): Promise<MadeVariant> {
  const { data, info } = await sharp(pixels.data, { raw: pixels.info })
    .resize({ width: THUMBNAIL_PX, height: THUMBNAIL_PX, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  // At this size half the bytes of WebP, and at this effort no slower.
  const bytes = await sharp(data, { raw: info }).avif({ quality: 50, effort: 0 }).toBuffer();
  const shape = { type: 'image/avif', widthPx: info.width, heightPx: info.height } as const;
  const made = await writeMade(into, 'thumbnail', bytes, shape);
  return { use: 'thumbnail', ...made };
}

/** An animation stays one; its thumbnail is its first picture. */
async function makeAnimation(sharp: Sharp, path: string, into: Into): Promise<MadePicture> {
  const { data, info } = await sharp(path, { limitInputPixels: 4 * MAX_PIXELS, animated: true, failOn: 'error' })
    .rotate()
    .resize({ width: MAX_SIDE_PX, height: MAX_SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .toColorspace('srgb')
    .webp({ quality: 80, effort: 2 })
    .toBuffer({ resolveWithObject: true });
  const shape = { widthPx: info.width, heightPx: info.pageHeight ?? info.height };
  const made = await writeMade(into, 'full', data, { type: 'image/webp', ...shape });
  return { ...made, variants: [await thumbnailOf(sharp, await pixelsOf(sharp, path), into)] };
}

function smallest(candidates: Encoded[]): Encoded {
  return candidates.reduce((best, one) => (one.bytes.length < best.bytes.length ? one : best));
}

/** What the decoder says of a broken file is the reason; it names no paths. */
function whyOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').replace(/\/\S+\//g, '').slice(0, 160);
}

/** A disk that is full is no fault of the picture. */
function isOurs(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
