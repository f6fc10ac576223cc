/** Every survey with where it stands. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:surveys');
  return demand(apiOf(event).surveys.list(), event.url);
};
