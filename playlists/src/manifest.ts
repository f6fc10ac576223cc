/**
 * The manifest: everything one screen needs to play for as long as it takes, named by content. A manifest is a
 * whole: a kiosk switches to it only once every file it names is there and verified.
 */
import { z } from 'zod';
import { Sha256 } from './ids.ts';
import { MediaName, MediaType } from './media.ts';
import { Playlist } from './playlist.ts';
import { Schedule } from './schedule.ts';
import { Screen } from './screen.ts';
import { Takeover } from './takeover.ts';

/** A file that the screen needs: its content address, size in bytes and shape. */
export const ManifestMedia = z.strictObject({
  id: MediaName,
  sha256: Sha256,
  sizeBytes: z.int().min(1),
  type: MediaType,
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  durationMs: z.int().min(1).optional(),
});
export type ManifestMedia = z.infer<typeof ManifestMedia>;

/** Everything one screen needs. `format` changes when an older kiosk could no longer read it. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  /** The content revision this was built at. Not part of the ETag. */
  revision: z.int().min(0),
  organisation: z.string().max(80).default(''),
  /** Where phones reach the server, e.g. `http://192.168.1.20:8080`. */
  publicUrl: z.string().max(300),
  screen: Screen,
  /** The secret that this screen makes the codes of on-site QRs from (`presence.ts`); absent where none is shown. */
  presence: z.string().max(64).optional(),
  schedules: z.array(Schedule),
  takeovers: z.array(Takeover),
  playlists: z.array(Playlist),
  media: z.array(ManifestMedia),
});
export type Manifest = z.infer<typeof Manifest>;
