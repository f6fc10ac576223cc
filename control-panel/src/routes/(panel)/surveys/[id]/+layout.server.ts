/** One survey with the ETag that a change of it has to show: `loaded`, for all its tabs. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  event.depends('palier:surveys');
  return { loaded: await demand(apiOf(event).surveys.get(event.params.id), event.url) };
};
