/** Engagement in aggregate: read anew on every visit, and when something that counts has changed. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:surveys', 'palier:proposals', 'palier:sources');
  return { engagement: await demand(apiOf(event).engagement.get(), event.url) };
};
