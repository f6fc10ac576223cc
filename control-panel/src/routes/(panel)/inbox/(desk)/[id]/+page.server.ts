/** One conversation, read: the server notes who looked before it answers. Asks for no parent, so lists may refresh alone. */
import { redirect } from '@sveltejs/kit';
import { apiOf, isRefusal } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { isLocked, unlockPath } from '#lib/inbox/door.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:inbox-thread');
  const answer = await apiOf(event).inbox.read(event.params.id);
  if (isRefusal(answer) && isLocked(answer.problem)) redirect(303, unlockPath(`/inbox/${event.params.id}`));
  // Its author may have deleted it a moment ago: the list beside it stays.
  if (isRefusal(answer) && answer.problem.status === 404) return { thread: undefined };
  return { thread: await demand(Promise.resolve(answer), event.url) };
};
