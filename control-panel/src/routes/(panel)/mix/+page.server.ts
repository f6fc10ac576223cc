/** Audiences, the mix that was declared and the one that was played, and topics to choose from. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:sources', 'palier:stories', 'palier:screens', 'palier:proposals');
  const api = apiOf(event);
  const [{ audiences, revision }, { mixes, audit }, { topics }, { screens }, { groups }, { sources }] =
    await Promise.all([
      demand(api.mix.audiences(), event.url),
      demand(api.mix.played(), event.url),
      demand(api.topics.list(), event.url),
      demand(api.screens.list(), event.url),
      demand(api.groups.list(), event.url),
      demand(api.sources.list(), event.url),
    ]);
  return {
    audiences,
    revision,
    mixes,
    audit,
    topics,
    sources: sources.map(({ source }) => ({ id: source.id, name: source.name })),
    options: { screens: screens.map(({ screen }) => ({ id: screen.id, name: screen.name })), groups },
  };
};
