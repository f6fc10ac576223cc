/** A playlist that is being put together: entries from files, and a name that needs no thinking. */
import { DEFAULT_ENTRY_MS, Entry, MAX_ENTRY_MS, type Playlist } from '@palier/playlists/playlist';
import type { MediaView } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { freeEntryId } from './entries.ts';

/** An entry that shows one file: a film for as long as it lasts. */
export function pickedEntry(media: MediaView, entries: readonly Entry[]): Entry {
  const kind = media.type.startsWith('video') ? 'video' : 'picture';
  const durationMs = Math.min(MAX_ENTRY_MS, Math.max(1000, media.durationMs ?? DEFAULT_ENTRY_MS));
  return Entry.parse({ id: freeEntryId(entries, kind), durationMs, item: { kind, media: media.id } });
}

/** `Contenu du 23 novembre`, in both languages. */
export function defaultName(today: string): Playlist['name'] {
  const words = (locale: 'fr' | 'en') => {
    const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      Date.parse(today),
    );
    return m.new_default_name({ date }, { locale });
  };
  return { fr: words('fr'), en: words('en') };
}
