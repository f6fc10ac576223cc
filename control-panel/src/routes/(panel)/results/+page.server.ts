/** Results: all figures. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:figures', 'palier:playlists');
  return demand(apiOf(event).figures.list(), event.url);
};
