/** One network, or the form of a new one. Passwords are asked for by the page, when somebody wants to see them. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:networks');
  if (event.params.id === 'new') return { found: undefined };
  return { found: await demand(apiOf(event).networks.get(event.params.id), event.url) };
};
