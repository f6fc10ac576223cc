/** The pages of moderation are for those who decide. */
import { error } from '@sveltejs/kit';
import { mayModerate } from '#lib/access.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const { user } = await event.parent();
  if (!mayModerate(user)) error(403, 'proposals');
};
