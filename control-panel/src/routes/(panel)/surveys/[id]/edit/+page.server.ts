/** The files that a question can show. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:media');
  return demand(apiOf(event).media.list(), event.url);
};
