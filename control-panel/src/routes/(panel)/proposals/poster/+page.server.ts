/** The poster's address: where phones reach this house, which may be another than the one the panel is read at. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await event.parent();
  const api = apiOf(event);
  const [{ name }, { value }] = await Promise.all([
    demand(api.organisation(), event.url),
    demand(api.moderation.settings.get(), event.url),
  ]);
  return { organisation: name, url: value.proposeUrl };
};
