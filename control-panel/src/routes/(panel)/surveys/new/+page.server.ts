/** What a survey can begin from. Only who may write begins one. */
import { redirect } from '@sveltejs/kit';
import { mayEdit } from '#lib/access.ts';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  const { user } = await demand(api.session.get(), event.url);
  if (!mayEdit(user)) redirect(303, '/surveys');
  return demand(api.surveys.templates(), event.url);
};
