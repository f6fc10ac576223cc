/** One playlist with the ETag that a change of it has to show, and the files its items may use. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { namesHere } from '#lib/used-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:playlists', 'palier:schedules', 'palier:media');
  const api = apiOf(event);
  const [{ value, etag }, { media }, { schedules }] = await Promise.all([
    demand(api.playlists.get(event.params.id), event.url),
    demand(api.media.list(), event.url),
    demand(api.schedules.list(), event.url),
  ]);
  const nameOf = namesHere(schedules);
  const usedIn = value.usedIn.map((use) => ({ ...use, name: nameOf(use.scheduleId, use.name) }));
  return { loaded: { value: { ...value, usedIn }, etag }, media };
};
