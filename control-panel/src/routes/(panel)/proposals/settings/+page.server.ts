/** The words and reasons of the house, and one's own daily letter. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await event.parent();
  const { value, etag } = await demand(apiOf(event).moderation.settings.get(), event.url);
  return { view: value, etag };
};
