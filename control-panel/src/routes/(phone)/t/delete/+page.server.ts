/** Asks once more, then deletes the open thread for good. */
import { fail, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { isKept } from '#lib/threads/browser.ts';
import { codeOf, statusOf, threadFault } from '#lib/threads/fault-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ cookies }) => {
  if (!isKept(cookies, 'thread')) redirect(303, '/t');
};

export const actions: Actions = {
  default: async (event) => {
    const gone = await settle(apiOf(event).threads.remove());
    if (!isRefusal(gone)) redirect(303, '/t/deleted');
    if (codeOf(gone.problem) === 'thread-shut') redirect(303, '/t/open?shut');
    return fail(statusOf(gone.problem), { fault: threadFault(gone.problem) });
  },
};
