/** The library: every file and where it is used, imports that run or were refused, and playlists to add pages to. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { namesHere } from '#lib/used-in.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:media', 'palier:playlists', 'palier:stories');
  const api = apiOf(event);
  const [{ media, faults }, library, { playlists }] = await Promise.all([
    demand(api.media.list(), event.url),
    demand(api.library.list(), event.url),
    demand(api.playlists.list(), event.url),
  ]);
  const nameOf = namesHere(playlists.map(({ playlist }) => playlist));
  const named = media.map((one) => ({
    ...one,
    usedIn: one.usedIn.map((use) => ({ ...use, name: nameOf(use.playlistId, use.name) })),
  }));
  return { media: named, faults, library, playlists };
};
