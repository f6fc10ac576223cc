/** A playlist's name as a field of a form. */
import { Playlist } from '@palier/playlists/playlist';
import type { Draft, FieldSpec } from '../item-form/field-spec.ts';
import { m } from '../paraglide/messages.js';

export const nameField: Extract<FieldSpec, { type: 'words' }> = {
  type: 'words',
  key: 'name',
  label: m.playlist_name,
  max: 80,
};

/** The name in a tidied draft, if it is one. */
export function nameOf(draft: Draft): Playlist['name'] | undefined {
  return Playlist.shape.name.safeParse(draft['name']).data;
}
