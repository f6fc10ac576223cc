/** One screen: its state, its settings, and the groups it may join. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:screens', 'palier:heartbeats', 'palier:playlists', 'palier:schedules', 'palier:takeovers');
  const api = apiOf(event);
  const [view, { groups }] = await Promise.all([
    demand(api.screens.get(event.params.id), event.url),
    demand(api.groups.list(), event.url),
  ]);
  return { view, groups: groups.map((group) => group.name) };
};
