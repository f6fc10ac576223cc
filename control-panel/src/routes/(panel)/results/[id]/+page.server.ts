/** One figure, or the form of a new one. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:figures');
  const { today } = await demand(apiOf(event).figures.list(), event.url);
  if (event.params.id === 'new') return { today, found: undefined };
  return { today, found: await demand(apiOf(event).figures.get(event.params.id), event.url) };
};
