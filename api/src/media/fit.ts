/** Which copy of a picture a screen gets, and until when it may show one: the two things a manifest asks of the library. */
import { mediaOf } from '@palier/playlists/item';
import type { ManifestMedia } from '@palier/playlists/manifest';
import type { Media } from '@palier/playlists/media';
import type { Entry } from '@palier/playlists/playlist';
import type { DocumentOf } from '../storage/collections.ts';

/** `full`: more pixels than the smaller copies have. */
export type Fit = 'hd' | 'portrait' | 'full';

/** A little more than Full HD is still shown well by its copy. */
const HD_LONG_SIDE_PX = 2200;

/** By what the machine said of its screen; before it has said anything, by how the screen hangs. */
export function fitOf({ pixels, screen }: Pick<DocumentOf<'screens'>, 'pixels' | 'screen'>): Fit {
  if (pixels === undefined) return screen.orientation === 'portrait' ? 'portrait' : 'hd';
  if (Math.max(pixels.widthPx, pixels.heightPx) > HD_LONG_SIDE_PX) return 'full';
  return pixels.heightPx > pixels.widthPx ? 'portrait' : 'hd';
}

/** What stands in the manifest for a file: the copy that fits, under the file's own name. */
export function fittingMedia(media: Media, fit: Fit): ManifestMedia {
  const { sha256, sizeBytes, type, widthPx, heightPx } = media.variants?.find(({ use }) => use === fit) ?? media;
  const shape = { sha256, sizeBytes, type, widthPx, heightPx };
  return { id: media.id, ...shape, ...(media.durationMs === undefined ? {} : { durationMs: media.durationMs }) };
}

/**
 * The entry, valid no longer than the files it shows; absent when it begins only after that. The kiosk evaluates it in
 * its own zone and without the server. A feed goes on: of its stories each ends with its own picture.
 */
export function withinExpiry(entry: Entry, media: ReadonlyMap<string, Media>): Entry | undefined {
  if (entry.item.kind === 'feed') return entry;
  const days = mediaOf(entry.item).flatMap((name) => media.get(name)?.expiresOn ?? []);
  if (days.length === 0) return entry;
  const lastDay = days.reduce((first, day) => (day < first ? day : first));
  const until = `${Temporal.PlainDate.from(lastDay).add({ days: 1 }).toString()}T00:00`;
  if (entry.valid?.until !== undefined && entry.valid.until <= until) return entry;
  if (entry.valid?.from !== undefined && entry.valid.from >= until) return undefined;
  return { ...entry, valid: { ...entry.valid, until } };
}
