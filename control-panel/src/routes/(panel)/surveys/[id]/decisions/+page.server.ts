/** What was decided after one survey, the figures a card may name, and the playlists it may go to. */
import { redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:surveys', 'palier:playlists');
  const api = apiOf(event);
  const { id } = event.params;
  const { survey } = (await demand(api.surveys.get(id), event.url)).value;
  if (survey.state === 'draft') redirect(303, `/surveys/${id}`);
  const [view, { actions }, { playlists }] = await Promise.all([
    demand(api.surveys.results(id), event.url),
    demand(api.actions.list(id), event.url),
    demand(api.playlists.list(), event.url),
  ]);
  // Comments and names are no business of this page.
  return {
    survey,
    view: { ...view, comments: [], named: undefined, tookPart: undefined },
    actions,
    playlists: playlists.map(({ playlist }) => playlist),
  };
};
