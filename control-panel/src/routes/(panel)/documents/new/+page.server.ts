/** Only who may write begins a document. */
import { apiOf } from '#lib/api.ts';
import { mayEdit } from '#lib/access.ts';
import { demand } from '#lib/demand.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { user } = await demand(apiOf(event).session.get(), event.url);
  if (!mayEdit(user)) redirect(303, '/documents');
};
