/** Playlists: the list, and the files that were refused. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { namesHere } from '#lib/used-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:playlists', 'palier:schedules', 'palier:media', 'palier:drafts');
  const api = apiOf(event);
  const [{ playlists, faults }, { media }, { schedules }, { drafts }] = await Promise.all([
    demand(api.playlists.list(), event.url),
    demand(api.media.list(), event.url),
    demand(api.schedules.list(), event.url),
    demand(api.drafts.list(), event.url),
  ]);
  const nameOf = namesHere(schedules);
  const named = playlists.map((view) => ({
    ...view,
    usedIn: view.usedIn.map((use) => ({ ...use, name: nameOf(use.scheduleId, use.name) })),
  }));
  return { playlists: named, faults, media, drafts: drafts.filter(({ noun }) => noun === 'playlist') };
};
