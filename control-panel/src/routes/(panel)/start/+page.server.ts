/** Ready campaigns, and the files their items show. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:playlists', 'palier:surveys', 'palier:documents', 'palier:schedules');
  const api = apiOf(event);
  const [{ campaigns }, { media }] = await Promise.all([
    demand(api.starter.list(), event.url),
    demand(api.media.list(), event.url),
  ]);
  return { campaigns, media };
};
