/** One playlist with its draft and the ETags that a change has to show, and what its items are checked against. */
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { namesHere } from '#lib/used-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:playlists', 'palier:schedules', 'palier:media', 'palier:drafts', 'palier:screens');
  const api = apiOf(event);
  const [{ value, etag }, { media }, { schedules }, { screens }, drafted] = await Promise.all([
    demand(api.playlists.get(event.params.id), event.url),
    demand(api.media.list(), event.url),
    demand(api.schedules.list(), event.url),
    demand(api.screens.list(), event.url),
    settle(api.drafts.playlists.get(event.params.id)),
  ]);
  const nameOf = namesHere(schedules);
  const usedIn = value.usedIn.map((use) => ({ ...use, name: nameOf(use.scheduleId, use.name) }));
  return {
    loaded: { value: { ...value, usedIn }, etag },
    draft: isRefusal(drafted) ? undefined : drafted,
    media,
    schedules,
    screens: screens.map(({ screen }) => screen),
  };
};
