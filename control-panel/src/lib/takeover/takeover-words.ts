/** A takeover in a few words. */
import type { Takeover } from '@palier/playlists/takeover';
import { itemTitle } from '../item-words.ts';
import { m } from '../paraglide/messages.js';

export function takeoverTitle(takeover: Takeover, playlistName: (id: string) => string = (id) => id): string {
  if (takeover.content.kind === 'item') return itemTitle(takeover.content.item);
  return m.takeover_playlist({ name: playlistName(takeover.content.playlistId) });
}
