/** What shows a file: a question that is asked before anything takes it away. */
import { mediaOf, type Item } from '@palier/playlists/item';
import type { Story } from '@palier/playlists/story';
import type { DocumentOf } from '../storage/collections.ts';

/** The takeovers, not yet ended, whose one item shows a file. */
export function takeoversUsing(name: string, takeovers: Iterable<DocumentOf<'takeovers'>>, atMs: number): string[] {
  return [...takeovers].flatMap(({ id, takeover: { content, endsAt, endedAt } }) => {
    const isOver = endedAt !== undefined || Date.parse(endsAt) <= atMs;
    const shows = content.kind === 'item' && mediaOf(content.item).some((media) => media === name);
    return shows && !isOver ? [id] : [];
  });
}

/** The playlists that show a file. */
export function playlistsUsing(name: string, playlists: Iterable<DocumentOf<'playlists'>>): DocumentOf<'playlists'>[] {
  const shows = (item: Item) => mediaOf(item).some((media) => media === name);
  return [...playlists].filter(({ playlist }) => playlist.entries.some((entry) => shows(entry.item)));
}

/** The stories of the house that have a file as their picture, held back or not; given `atMs`, but for those whose time is over. */
export function storiesUsing(name: string, records: Iterable<DocumentOf<'sourceStories'>>, atMs = 0): Story[] {
  return [...records].flatMap(({ stories }) =>
    stories.filter(
      ({ picture, expiresAt }) => picture === name && (expiresAt === undefined || Date.parse(expiresAt) > atMs),
    ),
  );
}
