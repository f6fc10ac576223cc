/**
 * What may play while a newer manifest is still arriving. Pure. The answer is itself a whole: every file it names is
 * there. From the newer it takes whatever is ready; what is not ready leaves its place to what played there before.
 */
import { mediaOf, type Item } from '@palier/playlists/item';
import type { Manifest, ManifestMedia } from '@palier/playlists/manifest';
import type { Entry, Playlist } from '@palier/playlists/playlist';
import type { Schedule } from '@palier/playlists/schedule';
import type { Takeover } from '@palier/playlists/takeover';

export type Ready = (sha256: string) => boolean;

/**
 * - Takeovers: those of the newer at once, each as soon as its own media are there; one removed or ended is off at once.
 * - Entries: the newer one if its media are there, else the one with the same id that played before, else none.
 * - A playlist of which nothing is ready yet stays what it was; where it is new, the rules that name it wait. If it is
 *   due now (`dueNow`, by the newer's schedules), the former schedules go on until it has something to show.
 */
export function blend(
  playing: Manifest | undefined,
  newer: Manifest,
  ready: Ready,
  dueNow: () => ReadonlySet<string> = () => new Set(),
): Manifest {
  if (newer.media.every((media) => ready(media.sha256))) return newer;
  const before = playing === undefined ? undefined : index(playing, ready);
  const after = index(newer, ready);
  const playlists = newer.playlists.flatMap((playlist) => blendPlaylist(playlist, before, after));
  const showable = new Set<string>(playlists.map((playlist) => playlist.id));
  const takeovers = newer.takeovers.flatMap((takeover) => blendTakeover(takeover, before, after, showable));
  const held = newer.playlists.filter((playlist) => !showable.has(playlist.id));
  const due = held.length > 0 ? dueNow() : undefined;
  const waits = held.some((playlist) => due?.has(playlist.id));
  if (waits && playing !== undefined) playlists.push(...stillDue(playing, showable, before));
  return {
    ...newer,
    // The revision is that of the last manifest that was here in full.
    revision: playing?.revision ?? 0,
    schedules:
      waits && playing !== undefined ? playing.schedules : newer.schedules.map((one) => onlyFor(one, showable)),
    playlists,
    takeovers,
    media: mediaFor(playlists, takeovers, after, before),
  };
}

type Index = {
  playlists: Map<string, Playlist>;
  takeovers: Map<string, Takeover>;
  media: Map<string, ManifestMedia>;
  has(item: Item): boolean;
};

function index(manifest: Manifest, ready: Ready): Index {
  const media = new Map(manifest.media.filter((one) => ready(one.sha256)).map((one) => [one.id, one]));
  return {
    playlists: new Map(manifest.playlists.map((playlist) => [playlist.id, playlist])),
    takeovers: new Map(manifest.takeovers.map((takeover) => [takeover.id, takeover])),
    media,
    has: (item) => mediaOf(item).every((name) => media.has(name)),
  };
}

function blendPlaylist(newer: Playlist, before: Index | undefined, after: Index): Playlist[] {
  const old = before?.playlists.get(newer.id);
  const oldEntries = new Map<string, Entry>(old?.entries.map((entry) => [entry.id, entry]) ?? []);
  const blended = (entry: Entry): Entry[] => {
    // What is switched off needs no media; what waits for its own keeps the former item at the newer's terms.
    if (!entry.enabled || after.has(entry.item)) return [entry];
    const item = oldEntries.get(entry.id)?.item;
    return item !== undefined && before?.has(item) ? [{ ...entry, item }] : [];
  };
  const entries = newer.entries.flatMap(blended);
  const shows = (list: readonly Entry[]) => list.some((entry) => entry.enabled);
  if (shows(entries) || !shows(newer.entries)) return [{ ...newer, entries }];
  const kept = old?.entries.filter((entry) => before?.has(entry.item)) ?? [];
  return shows(kept) ? [{ ...newer, entries: kept }] : [];
}

function blendTakeover(newer: Takeover, before: Index | undefined, after: Index, showable: Set<string>): Takeover[] {
  if (newer.content.kind === 'playlist') return showable.has(newer.content.playlistId) ? [newer] : [];
  if (after.has(newer.content.item)) return [newer];
  const old = before?.takeovers.get(newer.id);
  const isKept = old?.content.kind === 'item' && before?.has(old.content.item) === true;
  return isKept && old !== undefined ? [{ ...newer, content: old.content }] : [];
}

function onlyFor(schedule: Schedule, showable: ReadonlySet<string>): Schedule {
  return { ...schedule, rules: schedule.rules.filter((rule) => showable.has(rule.playlistId)) };
}

/** Playlists that only the former schedules name: they play until the newer ones can. */
function stillDue(playing: Manifest, showable: ReadonlySet<string>, before: Index | undefined): Playlist[] {
  const named = new Set<string>(playing.schedules.flatMap((schedule) => schedule.rules.map((rule) => rule.playlistId)));
  return playing.playlists
    .filter((playlist) => named.has(playlist.id) && !showable.has(playlist.id))
    .map((playlist) => ({ ...playlist, entries: playlist.entries.filter((entry) => before?.has(entry.item)) }));
}

/** Each name once: the newer content where it is here, else the one from before. */
function mediaFor(
  playlists: readonly Playlist[],
  takeovers: readonly Takeover[],
  after: Index,
  before: Index | undefined,
): ManifestMedia[] {
  const items = [
    ...playlists.flatMap((playlist) => playlist.entries.map((entry) => entry.item)),
    ...takeovers.flatMap((takeover) => (takeover.content.kind === 'item' ? [takeover.content.item] : [])),
  ];
  const names = new Set(items.flatMap((item) => mediaOf(item)));
  return [...names].flatMap((name) => after.media.get(name) ?? before?.media.get(name) ?? []);
}
