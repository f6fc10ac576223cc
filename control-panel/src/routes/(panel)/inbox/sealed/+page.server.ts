/** All that an administrator may know of the conversations: how many there are, and who of HR opened them when. */
import { redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { readAudit } from '#lib/inbox/audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { user } = await event.parent();
  if (user.role !== 'admin') redirect(303, '/inbox');
  const api = apiOf(event);
  return { counts: await demand(api.inbox.counts(), event.url), audit: await readAudit(api, event.url) };
};
