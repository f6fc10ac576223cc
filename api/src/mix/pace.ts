/** How quickly stories follow one another on the screens of an audience. Pure. */
import { audienceOf, type Audience } from '@palier/playlists/audience';
import type { AudienceId } from '@palier/playlists/ids';
import { storiesPerHour } from '@palier/playlists/feed-pace';
import type { Playlist } from '@palier/playlists/playlist';
import type { Schedule } from '@palier/playlists/schedule';
import { targets, type Screen } from '@palier/playlists/screen';

export type Scheduled = {
  screens: readonly { screen: Screen }[];
  schedules: readonly Schedule[];
  playlists: Iterable<{ playlist: Playlist }>;
};

/** Of each audience the stories in an hour on its quickest screen; those whose screens are due no feed are left out. */
export function paces(audiences: readonly Audience[], scheduled: Scheduled): Map<AudienceId, number> {
  const ofPlaylist = new Map<string, number>();
  for (const { playlist } of scheduled.playlists) {
    const perHour = storiesPerHour(playlist);
    if (perHour !== undefined) ofPlaylist.set(playlist.id, perHour);
  }
  const found = new Map<AudienceId, number>();
  if (ofPlaylist.size === 0) return found;
  for (const { screen } of scheduled.screens) {
    const audience = audienceOf(audiences, screen);
    if (audience === undefined) continue;
    for (const { target, rules } of scheduled.schedules) {
      if (!targets(target, screen)) continue;
      for (const { playlistId } of rules) {
        const perHour = ofPlaylist.get(playlistId);
        if (perHour !== undefined) found.set(audience.id, Math.max(perHour, found.get(audience.id) ?? 0));
      }
    }
  }
  return found;
}
