/**
 * History: every published version of a playlist or a schedule, who made it, when and how. Wi-Fi passwords are never in
 * it. Bounded: the newest 200 to 300 versions are kept whole, of older ones every tenth, for 1,000 to 2,000 more.
 */
import { z } from 'zod';
import { Change } from './difference.ts';
import type { Item } from './item.ts';
import { DOTS, maskedItem } from './network.ts';
import { Playlist } from './playlist.ts';
import { Schedule } from './schedule.ts';

/**
 * `saved`: published directly. `draft`, `plan`: from a draft, now or at its time. `file`: by hand in the library. `return`:
 * a former version again. `set-aside`: a draft that was discarded, never shown. `found`: there before its history began, or
 * changed in a way that left no note. `deleted`: it was removed.
 */
export const VersionHow = z.enum(['saved', 'draft', 'plan', 'file', 'return', 'set-aside', 'found', 'deleted']);
export type VersionHow = z.infer<typeof VersionHow>;

/** One line of the history, newest first. `by`: `file` for an edit by hand, empty when nobody is known. */
export const VersionSummary = z.strictObject({
  version: z.int().min(1),
  at: z.iso.datetime(),
  by: z.string(),
  how: VersionHow,
  /** The version that a return went back to. */
  of: z.int().optional(),
  /** Keys of findings that were accepted when it was published. */
  accepted: z.array(z.string()).default([]),
  /** From the version that was published before it; absent for the first one that is known. */
  changes: z.array(Change).optional(),
  /** It is what is published now. */
  current: z.boolean(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

/** A page of the history; `next` is the value of `before` for the page after it. */
export const HistoryPage = z.strictObject({ versions: z.array(VersionSummary), next: z.int().optional() });
export type HistoryPage = z.infer<typeof HistoryPage>;

/** A version as it was, passwords left out. */
export const PlaylistVersion = z.strictObject({ version: z.int(), playlist: Playlist });
export type PlaylistVersion = z.infer<typeof PlaylistVersion>;
/** The same of a schedule. */
export const ScheduleVersion = z.strictObject({ version: z.int(), schedule: Schedule });
export type ScheduleVersion = z.infer<typeof ScheduleVersion>;

/** The playlist as history keeps it: without the passwords of Wi-Fi items, and without what only the server fills in. */
export function withoutSecrets(playlist: Playlist): Playlist {
  return { ...playlist, entries: playlist.entries.map((entry) => ({ ...entry, item: withoutSecret(entry.item) })) };
}

function withoutSecret(item: Item): Item {
  return item.kind === 'wifi' ? { ...item, password: '' } : item;
}

/**
 * A former version, with the passwords of the networks that `present` still shows. A network whose password nobody has
 * any more comes back switched off, so that no wall offers a code that does not work.
 */
export function withSecretsOf(former: Playlist, present: Playlist | undefined): Playlist {
  const known = new Map<string, string>();
  for (const { id, item } of present?.entries ?? []) {
    if (item.kind !== 'wifi') continue;
    known.set(`ssid ${item.ssid}`, item.password);
    known.set(`entry ${id} ${item.ssid}`, item.password);
  }
  const entries = former.entries.map((entry) => {
    const { item } = entry;
    if (item.kind !== 'wifi' || item.security === 'nopass') return entry;
    const password = known.get(`entry ${entry.id} ${item.ssid}`) ?? known.get(`ssid ${item.ssid}`) ?? '';
    return { ...entry, enabled: entry.enabled && password !== '', item: { ...item, password } };
  });
  return { ...former, entries };
}

/** The playlist as people read it: dots where a password was typed into an item. */
export function withDots<P extends { entries: Playlist['entries'] }>(playlist: P): P {
  if (!playlist.entries.some(({ item }) => item.kind === 'wifi' && item.password !== '')) return playlist;
  return { ...playlist, entries: playlist.entries.map((entry) => ({ ...entry, item: maskedItem(entry.item) })) };
}

/**
 * What somebody sends back after reading it with dots: each password is the one that `present` has at that entry, else of
 * that network. The first of `present` that knows it wins; dots that nobody knows are no password.
 */
export function withoutDots(given: Playlist, present: readonly (Playlist | undefined)[]): Playlist {
  if (!given.entries.some(({ item }) => item.kind === 'wifi' && item.password === DOTS)) return given;
  const known = new Map<string, string>();
  for (const playlist of present.toReversed()) {
    for (const { id, item } of playlist?.entries ?? []) {
      if (item.kind !== 'wifi' || item.password === '') continue;
      known.set(`ssid ${item.ssid}`, item.password);
      known.set(`entry ${playlist?.id} ${id}`, item.password);
    }
  }
  const entries = given.entries.map((entry) => {
    const { id, item } = entry;
    if (item.kind !== 'wifi' || item.password !== DOTS) return entry;
    return {
      ...entry,
      item: { ...item, password: known.get(`entry ${given.id} ${id}`) ?? known.get(`ssid ${item.ssid}`) ?? '' },
    };
  });
  return { ...given, entries };
}
