/** Pictures of the wall: what a kiosk sends when it is asked, and every few minutes. Some walls are not pictured. */
import { z } from 'zod';
import { EntryId } from './ids.ts';
import type { Item } from './item.ts';
import { holdsSecret } from './network.ts';

/** How often a kiosk sends one by itself, in milliseconds. */
export const SCREENSHOT_EVERY_MS = 5 * 60_000;
/** The most bytes of a picture as a kiosk sends it; what is stored is smaller still. */
export const MAX_SCREENSHOT_BYTES = 600_000;

/** Why there is no picture: a code is on the wall, a web page of others is, it is dark, or the shell cannot. */
export const NotPictured = z.enum(['secret', 'web', 'resting', 'unable']);
export type NotPictured = z.infer<typeof NotPictured>;

/** One picture, or why there is none. */
export const Screenshot = z.strictObject({
  takenAt: z.iso.datetime(),
  /** The entry that was on the wall before and after. */
  entryId: EntryId.optional(),
  /** The request that it answers. */
  asked: z.string().max(64).optional(),
  /** WebP, JPEG or PNG in base64. */
  image: z
    .base64()
    .max(Math.ceil((MAX_SCREENSHOT_BYTES * 4) / 3) + 4)
    .optional(),
  notPictured: NotPictured.optional(),
});
export type Screenshot = z.infer<typeof Screenshot>;

/** Why an item is not pictured. A code would be copied; a page of others may show what is meant for the wall alone. */
export function whyNotPictured(item: Item): NotPictured | undefined {
  if (holdsSecret(item)) return 'secret';
  return item.kind === 'web' ? 'web' : undefined;
}

/** What the server asks of a kiosk, in the answer to its heartbeat. Each id is asked once. */
export const Commands = z.strictObject({
  screenshot: z.string().max(64).optional(),
  restart: z.string().max(64).optional(),
  /** Epoch ms by the server's clock. */
  identifyUntilMs: z.number().optional(),
});
export type Commands = z.infer<typeof Commands>;

/** For how long a screen shows its name when somebody looks for it, in milliseconds. */
export const IDENTIFY_MS = 30_000;
