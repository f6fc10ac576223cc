/** Every decision of a month. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:proposals');
  await event.parent();
  const month = event.url.searchParams.get('month') ?? '';
  const asked = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month) ? month : undefined;
  return { audit: await demand(apiOf(event).moderation.audit(asked), event.url) };
};
