/** One story on a phone. It is counted that somebody opened it, never who; a tap says thanks; reporting has its own page. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { Reaction } from '@palier/playlists/reaction';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { formOf } from '#lib/form-of.ts';
import { m } from '#lib/paraglide/messages.js';
import { problemWords } from '#lib/problem-words.ts';
import { markIn, storyPage } from '#lib/share/addresses.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { params, request, url } = event;
  const api = apiOf(event);
  const story = await settle(api.publicStories.get(params.id));
  if (isRefusal(story)) error(story.problem.status === 404 ? 404 : 503, m.share_gone());
  const isGuess = request.headers.get('sec-purpose')?.includes('prefetch') === true;
  const done = url.searchParams.get('done');
  // Nobody waits for the count, and a page is shown without it.
  if (!isGuess && done === null)
    await api.publicStories
      .countOpen(params.id)
      .catch((fault: unknown) => console.error('an opening was not counted', fault));
  return {
    loop: 'watch',
    heading: m.share_heading(),
    story,
    mark: markIn(url),
    done: done === 'react' || done === 'late' ? done : undefined,
  };
};

const idOf = (event: RequestEvent) => event.params['id'] ?? '';

export const actions: Actions = {
  react: async (event) => {
    const kind = Reaction.safeParse((await formOf(event)).get('kind'));
    if (!kind.success) return fail(400, { fault: m.share_choose() });
    const outcome = await settle(apiOf(event).publicStories.react(idOf(event), kind.data));
    if (isRefusal(outcome)) return fail(429, { fault: problemWords(outcome.problem) });
    redirect(303, storyPage(idOf(event), markIn(event.url), { done: outcome.counted ? 'react' : 'late' }));
  },
};
