/** Every page of the inbox: who may pass, and whether it is unlocked. Administrators are led to what they may see. */
import { error, redirect } from '@sveltejs/kit';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { backPath, firstStep, UNLOCK } from '#lib/inbox/door.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  event.depends('palier:inbox-state');
  const { user } = await event.parent();
  const { pathname, search, searchParams } = event.url;
  if (user.role === 'admin') {
    if (pathname !== '/inbox/sealed') redirect(303, '/inbox/sealed');
    return { inbox: undefined };
  }
  if (user.role !== 'hr') error(403, 'inbox');
  const inbox = await demand(apiOf(event).inbox.get(), event.url);
  const first = firstStep(inbox, pathname + search);
  if (first !== undefined) redirect(303, first);
  if (inbox.unlocked && pathname === UNLOCK) redirect(303, backPath(searchParams.get('next')));
  return { inbox };
};
