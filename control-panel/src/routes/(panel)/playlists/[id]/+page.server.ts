/** One playlist with its draft and the ETags that a change has to show, and what its items are checked against. */
import { apiOf } from '#lib/api.ts';
import { demand, demandIfAny } from '#lib/demand.ts';
import { namesHere } from '#lib/used-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:playlists', 'palier:schedules', 'palier:media', 'palier:drafts', 'palier:screens');
  const api = apiOf(event);
  const [{ value, etag }, { media }, { schedules }, { screens }, draft] = await Promise.all([
    demand(api.playlists.get(event.params.id), event.url),
    demand(api.media.list(), event.url),
    demand(api.schedules.list(), event.url),
    demand(api.screens.list(), event.url),
    demandIfAny(api.drafts.playlists.get(event.params.id), event.url),
  ]);
  const nameOf = namesHere(schedules);
  const usedIn = value.usedIn.map((use) => ({ ...use, name: nameOf(use.scheduleId, use.name) }));
  return {
    loaded: { value: { ...value, usedIn }, etag },
    draft,
    media,
    schedules,
    screens: screens.map(({ screen }) => screen),
  };
};
