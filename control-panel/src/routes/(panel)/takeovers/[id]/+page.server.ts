/** One takeover, live: who shows it, who does not, and its end. */
import { fail } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { problemWords } from '#lib/problem-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:takeovers', 'palier:heartbeats');
  return { view: await demand(apiOf(event).takeovers.get(event.params.id), event.url) };
};

export const actions: Actions = {
  end: async (event) => {
    const outcome = await settle(apiOf(event).takeovers.end(event.params.id));
    if (isRefusal(outcome)) return fail(outcome.problem.status || 503, { fault: problemWords(outcome.problem) });
    return { ended: true };
  },
};
