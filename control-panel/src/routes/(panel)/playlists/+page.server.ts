/** Playlists: the list, and the files that were refused. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:playlists', 'palier:schedules', 'palier:media');
  const api = apiOf(event);
  const [{ playlists, faults }, { media }] = await Promise.all([
    demand(api.playlists.list(), event.url),
    demand(api.media.list(), event.url),
  ]);
  return { playlists, faults, media };
};
