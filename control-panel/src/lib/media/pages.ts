/** The pages of a document as entries of a playlist, in order. */
import type { Entry } from '@palier/playlists/playlist';
import { MAX_ENTRIES } from '@palier/playlists/playlist';
import type { MediaView } from '../api.ts';
import { freeEntryId } from '../playlists/entries.ts';

/** The entries with the pages at their end; absent when they do not all fit. */
export function withPages(
  entries: readonly Entry[],
  pages: readonly MediaView[],
  durationMs: number,
): Entry[] | undefined {
  if (entries.length + pages.length > MAX_ENTRIES) return undefined;
  const next = [...entries];
  for (const page of pages) {
    const item = { kind: 'picture', loop: 'inform', media: page.id, fit: 'contain' } as const;
    next.push({ id: freeEntryId(next, 'page'), durationMs, enabled: true, item });
  }
  return next;
}
