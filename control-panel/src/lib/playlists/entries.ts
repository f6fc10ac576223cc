/** Changes of a playlist's entries, each a new list. Nothing here is changed in place, nothing here is random. */
import type { Entry } from '@palier/playlists/playlist';

/** The entry at `from` moved to stand at `to`; out of range: as it was. */
export function moved<T>(entries: readonly T[], from: number, to: number): T[] {
  const list = [...entries];
  if (from < 0 || from >= list.length || to < 0 || to >= list.length) return list;
  const [entry] = list.splice(from, 1);
  if (entry !== undefined) list.splice(to, 0, entry);
  return list;
}

export function changed(entries: readonly Entry[], id: string, patch: Partial<Entry>): Entry[] {
  return entries.map((entry) => (entry.id === id ? { ...entry, ...patch } : entry));
}

export function removed(entries: readonly Entry[], id: string): Entry[] {
  return entries.filter((entry) => entry.id !== id);
}

/** A copy of the entry right after it, under a free id. */
export function duplicated(entries: readonly Entry[], id: string): Entry[] {
  return entries.flatMap((entry) =>
    entry.id === id ? [entry, { ...structuredClone(entry), id: freeEntryId(entries, entry.item.kind) }] : [entry],
  );
}

export function sameOrder(a: readonly { id: string }[], b: readonly { id: string }[]): boolean {
  return a.length === b.length && a.every((entry, index) => entry.id === b[index]?.id);
}

/** `notice-1`, `notice-2`: the first that is free. Readable, since playlists are files that people open. */
export function freeEntryId(entries: readonly { id: string }[], kind: string): Entry['id'] {
  const taken = new Set<string>(entries.map((entry) => entry.id));
  let number = 1;
  while (taken.has(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}` as Entry['id'];
}

/** How long one round of what is switched on takes. */
export function roundMs(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.enabled ? entry.durationMs : 0), 0);
}

const ON_A_CARD = 3;

/** The first entries that play: what a playlist's card shows of it. */
export function shownIn({ entries }: { entries: readonly Entry[] }): Entry[] {
  return entries.filter((entry) => entry.enabled).slice(0, ON_A_CARD);
}
