/** The screens and groups that can be asked. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:screens');
  const api = apiOf(event);
  const [{ screens }, { groups }] = await Promise.all([
    demand(api.screens.list(), event.url),
    demand(api.groups.list(), event.url),
  ]);
  return { options: { screens: screens.map(({ screen }) => ({ id: screen.id, name: screen.name })), groups } };
};
