/** Where a proposal stands, for who has its words. They stand in this address alone: nothing here writes it down. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { refusalWords } from '#lib/proposals/words.ts';
import { codeOf, statusOf } from '#lib/threads/fault-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  const key = event.params.key.slice(0, 200);
  const view = await settle(api.proposals.of(key).get());
  if (isRefusal(view)) {
    if (codeOf(view.problem) === 'proposal-unknown') redirect(303, '/p/find?unknown');
    error(statusOf(view.problem), refusalWords(view.problem));
  }
  const about = await demand(api.proposals.about(), event.url);
  const story = view.state === 'live' ? await settle(api.publicStories.get(view.storyId)) : undefined;
  /** Whether it may be shared outside; unknown while no screen has it. */
  const sharing = story === undefined || isRefusal(story) ? undefined : story.sharing;
  return {
    view,
    sharing,
    about,
    key,
    isNew: event.url.searchParams.has('sent'),
    address: `${event.url.origin}/p/${key}`,
  };
};

const own = (event: RequestEvent) => apiOf(event).proposals.of((event.params['key'] ?? '').slice(0, 200));

export const actions: Actions = {
  withdraw: async (event) => {
    const outcome = await settle(own(event).withdraw());
    if (isRefusal(outcome)) return fail(statusOf(outcome.problem), { fault: refusalWords(outcome.problem) });
    redirect(303, `/p/${event.params.key}`);
  },
  remove: async (event) => {
    const outcome = await settle(own(event).remove());
    if (isRefusal(outcome)) return fail(statusOf(outcome.problem), { fault: refusalWords(outcome.problem) });
    redirect(303, '/p/removed');
  },
};
