/** The demo playlists and their media, as samples named `playlist/entry`. */
import type { Item } from '@palier/playlists/item';
import { Playlist } from '@palier/playlists/playlist';

const files = import.meta.glob<unknown>('../../../playlists/library/*.json', { eager: true, import: 'default' });
const media = import.meta.glob<string>('../../../assets/demo/*', { eager: true, query: '?url', import: 'default' });

export const librarySamples: Record<string, Item> = Object.fromEntries(
  Object.values(files).flatMap((file) => {
    const playlist = Playlist.parse(file);
    return playlist.entries.map((entry) => [`${playlist.id}/${entry.id}`, entry.item]);
  }),
);

export function libraryUrl(name: string): string | undefined {
  return media[`../../../assets/${name}`];
}
