/**
 * Pictures are decoded and encoded anew: what was hidden in the file (place, camera, a second format) stays behind,
 * it stands right side up, and no larger than a screen can show.
 */
import type { MediaType } from '@palier/playlists/media';
import { reasonOf } from '../log.ts';

export const MAX_PIXELS = 100_000_000;
export const MAX_SIDE_PX = 3840;
const MAX_FRAMES = 300;

export type Encoded = { bytes: Buffer; type: MediaType; widthPx: number; heightPx: number };
export type PictureOutcome = Encoded | { refused: string };

/** `still`: an animation becomes its first picture. */
export type PictureLimits = { maxSidePx?: number; maxPixels?: number; still?: boolean };

/** `source` is a path, or the bytes themselves where they must not touch the disk. */
export async function encodePicture(
  source: string | Uint8Array,
  { maxSidePx = MAX_SIDE_PX, maxPixels = MAX_PIXELS, still = false }: PictureLimits = {},
): Promise<PictureOutcome> {
  const sharp = await loadSharp();
  try {
    const header = await sharp(source, { limitInputPixels: false, animated: true }).metadata();
    const heightPx = header.pageHeight ?? header.height;
    const frames = header.pages ?? 1;
    if (header.width * heightPx > maxPixels) {
      const most = `${Math.floor(maxPixels / 1e6)} million`;
      return { refused: `it has ${header.width} x ${heightPx} pixels; at most ${most} are taken` };
    }
    if (frames > MAX_FRAMES || header.width * heightPx * frames > 4 * MAX_PIXELS) {
      return { refused: `its animation is too long (${frames} pictures): make it an MP4 video` };
    }
    return await encode(source, maxSidePx, frames > 1 && !still, header.hasAlpha);
  } catch (error) {
    // What the decoder says of a broken file is the reason; it names no paths.
    return { refused: `it cannot be read as a picture: ${reasonOf(error).split('\n')[0]}` };
  }
}

/** Only when a picture comes: a server that starts has better things to do than to load a decoder. */
async function loadSharp() {
  return (await import('sharp')).default;
}

async function encode(
  source: string | Uint8Array,
  maxSidePx: number,
  isAnimated: boolean,
  hasAlpha: boolean,
): Promise<Encoded> {
  const sharp = await loadSharp();
  // The first picture of a broken file is not good enough: any error in it counts.
  const image = sharp(source, { limitInputPixels: 4 * MAX_PIXELS, animated: isAnimated, failOn: 'error' })
    .rotate()
    .resize({ width: maxSidePx, height: maxSidePx, fit: 'inside', withoutEnlargement: true })
    .toColorspace('srgb');
  const isOpaque = !hasAlpha && !isAnimated;
  const encoder = isOpaque ? image.jpeg({ quality: 86 }) : image.webp({ quality: 86, effort: 2 });
  const { data, info } = await encoder.toBuffer({ resolveWithObject: true });
  return {
    bytes: data,
    type: isOpaque ? 'image/jpeg' : 'image/webp',
    widthPx: info.width,
    heightPx: info.pageHeight ?? info.height,
  };
}
