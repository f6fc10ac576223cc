/** Screens: the list, those that wait to be paired, and the groups. */
import { apiOf, isRefusal } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:screens', 'palier:heartbeats', 'palier:pairings', 'palier:playlists', 'palier:schedules');
  const api = apiOf(event);
  const [{ screens }, { groups }, pairings] = await Promise.all([
    demand(api.screens.list(), event.url),
    demand(api.groups.list(), event.url),
    api.pairings.list(),
  ]);
  return { screens, groups, pairings: isRefusal(pairings) ? [] : pairings.pairings };
};
