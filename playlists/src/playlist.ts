/** Playlists: an ordered list of entries, each an item and how long it stays. One readable file each. */
import { z } from 'zod';
import { EntryId, PlaylistId } from './ids.ts';
import { Item, withoutShown } from './item.ts';
import { wallMsOf } from './local-time.ts';
import { localized } from './localized.ts';

/** The shortest an entry stays: 1 second. */
export const MIN_ENTRY_MS = 1_000;
/** The longest an entry stays: 1 hour. */
export const MAX_ENTRY_MS = 60 * 60_000;
/** How long an entry stays when nothing is said: 12 seconds. */
export const DEFAULT_ENTRY_MS = 12_000;
/** The most entries in a playlist. */
export const MAX_ENTRIES = 200;

/** A wall-clock instant in the screen's own zone, e.g. `2026-12-24T18:00`. */
export const LocalDateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'write a local date and time as 2026-12-24T18:00')
  .refine((text) => wallMsOf(text) !== undefined, 'no such date or time');

/** A half-open wall-clock window `[from, until)`; an absent end is open. */
export const Validity = z
  .strictObject({ from: LocalDateTime.optional(), until: LocalDateTime.optional() })
  .refine((window) => window.from === undefined || window.until === undefined || window.from < window.until, {
    message: 'the window ends before it starts',
    path: ['until'],
  });
export type Validity = z.infer<typeof Validity>;

/** An item in a playlist: how long it stays, and when it may show. */
export const Entry = z.strictObject({
  id: EntryId,
  durationMs: z
    .int()
    .min(MIN_ENTRY_MS, 'an item stays at least 1 second (1000 ms)')
    .max(MAX_ENTRY_MS, 'an item stays at most 1 hour')
    .default(DEFAULT_ENTRY_MS),
  /** Switched off: kept in the list, not shown. */
  enabled: z.boolean().default(true),
  valid: Validity.optional(),
  item: Item,
});
export type Entry = z.infer<typeof Entry>;

/** An ordered list of entries. The ids of entries differ. */
export const Playlist = z
  .strictObject({
    $schema: z.string().optional(),
    id: PlaylistId,
    name: localized(80),
    entries: z.array(Entry).max(MAX_ENTRIES),
  })
  .superRefine((playlist, context) => {
    const seen = new Set<string>();
    for (const [index, entry] of playlist.entries.entries()) {
      if (seen.has(entry.id)) {
        context.addIssue({
          code: 'custom',
          path: ['entries', index, 'id'],
          message: `the entry id "${entry.id}" is used twice`,
        });
      }
      seen.add(entry.id);
    }
  });
export type Playlist = z.infer<typeof Playlist>;

/** The playlist as it is kept: its items without what only the server fills in. */
export function withoutShownItems(playlist: Playlist): Playlist {
  return { ...playlist, entries: playlist.entries.map((entry) => ({ ...entry, item: withoutShown(entry.item) })) };
}
