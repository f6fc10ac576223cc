/** Pictures of walls as they came: decoded and encoded anew, small, the newest few of each screen and no more. */
import { MAX_SCREENSHOT_BYTES, type Screenshot } from '@palier/playlists/screenshot';
import { isoOf, type Clock } from './clock.ts';
import type { DocumentOf } from './storage/collections.ts';
import type { Storage } from './storage/storage.ts';

const KEPT = 2;
const MAX_STORED_BYTES = 100_000;
const WIDTH_PX = 960;
const MAX_PIXELS = 40_000_000;
const QUALITIES = [60, 45, 30, 15];

export function createScreenshots(deps: { storage: Storage; clock: Clock }) {
  const { storage, clock } = deps;
  type Id = DocumentOf<'screens'>['id'];
  type Shot = DocumentOf<'screenshots'>['shots'][number];
  return {
    /** Answers why it was refused, if it was. */
    async keep(id: Id, screenshot: Screenshot): Promise<{ refused: string } | undefined> {
      const { takenAt, entryId, image: base64, notPictured } = screenshot;
      const image = base64 === undefined ? undefined : await small(Buffer.from(base64, 'base64'));
      if (image !== undefined && 'refused' in image) return image;
      const shot: Shot = {
        takenAt,
        receivedAt: isoOf(clock.now()),
        ...(entryId === undefined ? {} : { entryId }),
        ...(image === undefined ? {} : { image: image.bytes.toString('base64') }),
        ...(notPictured === undefined ? {} : { notPictured }),
      };
      await storage.transact(async (transaction) => {
        if ((await transaction.get('screens', id)) === undefined) return;
        const before = (await transaction.get('screenshots', id))?.shots ?? [];
        // A reason why there is none takes the place of the reason before, never that of a picture.
        const others = before.filter((one) => one.image !== undefined);
        await transaction.put('screenshots', { id, shots: [shot, ...others].slice(0, KEPT) });
      });
      return undefined;
    },
    async of(id: string): Promise<readonly Shot[]> {
      return (await storage.get('screenshots', id))?.shots ?? [];
    },
  };
}
export type Screenshots = ReturnType<typeof createScreenshots>;

async function small(bytes: Buffer): Promise<{ bytes: Buffer } | { refused: string }> {
  if (bytes.length > MAX_SCREENSHOT_BYTES) return { refused: 'the picture is too large' };
  const sharp = (await import('sharp')).default;
  try {
    for (const quality of QUALITIES) {
      const encoded = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
        .resize({ width: WIDTH_PX, height: WIDTH_PX, fit: 'inside', withoutEnlargement: true })
        .webp({ quality, effort: 3 })
        .toBuffer();
      if (encoded.length <= MAX_STORED_BYTES) return { bytes: encoded };
    }
    return { refused: 'the picture cannot be made small enough' };
  } catch (error) {
    return { refused: `it is no picture: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}` };
  }
}
