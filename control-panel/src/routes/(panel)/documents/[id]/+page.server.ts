/** One document with the ETag that a change of it has to show, its versions, and what it may be given to. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:documents', 'palier:playlists', 'palier:media');
  const api = apiOf(event);
  const { id } = event.params;
  const [loaded, { versions }, { owners }, { media }, { playlists }] = await Promise.all([
    demand(api.documents.get(id), event.url),
    demand(api.documents.versions(id), event.url),
    demand(api.documents.owners(), event.url),
    demand(api.media.list(), event.url),
    demand(api.playlists.list(), event.url),
  ]);
  const shelves = playlists.map(({ playlist }) => ({ id: playlist.id, name: playlist.name }));
  return { loaded, versions, owners, media, playlists: shelves };
};
