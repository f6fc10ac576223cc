/** The poster's address: where this house is reached. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await event.parent();
  const { name } = await demand(apiOf(event).organisation(), event.url);
  return { organisation: name, url: `${event.url.origin}/p` };
};
