/** Which media a manifest needs, and when: the order of downloads, what must never be evicted, what is due. */
import type { Manifest, ManifestMedia } from '@palier/playlists/manifest';
import { mediaOf } from '@palier/playlists/item';
import { mediaNeeded } from '@palier/playlists/now';
import { programAt, programInputOf } from '@palier/playlists/program';

const SOON_MS = 24 * 3_600_000;

export type Need = {
  /** All of the manifest's media, most urgent first: takeovers, what is on now, the next 24 hours, the rest. */
  order: ManifestMedia[];
  /** SHA-256 of what the next 24 hours need. */
  soon: ReadonlySet<string>;
};

export function needOf(manifest: Manifest, atMs: number): Need {
  const dueNow = dueAt(manifest, atMs);
  const taking = new Set<string>(mediaOfTakeovers(manifest));
  const showing = new Set<string>(
    manifest.playlists
      .filter((playlist) => dueNow.has(playlist.id))
      .flatMap((playlist) => playlist.entries.flatMap((entry) => mediaOf(entry.item))),
  );
  const within: ReadonlySet<string> = mediaNeeded(manifest, atMs, atMs + SOON_MS);
  const rank = (media: ManifestMedia) =>
    taking.has(media.id) ? 0 : showing.has(media.id) ? 1 : within.has(media.sha256) ? 2 : 3;
  const order = manifest.media.toSorted((a, b) => rank(a) - rank(b));
  return { order, soon: new Set(order.filter((media) => rank(media) < 3).map((media) => media.sha256)) };
}

/** Playlists due at this moment by the schedules, beneath any takeover. */
export function dueAt(manifest: Manifest, atMs: number): ReadonlySet<string> {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs));
  const due = programAt({ ...programInputOf(manifest), takeovers: [] }, at);
  return new Set<string>(due.kind === 'scheduled' ? [due.playlistId] : []);
}

function mediaOfTakeovers(manifest: Manifest): string[] {
  const playlists = new Map<string, Manifest['playlists'][number]>(manifest.playlists.map((list) => [list.id, list]));
  return manifest.takeovers.flatMap(({ content }) => {
    if (content.kind === 'item') return mediaOf(content.item);
    return playlists.get(content.playlistId)?.entries.flatMap((entry) => mediaOf(entry.item)) ?? [];
  });
}
