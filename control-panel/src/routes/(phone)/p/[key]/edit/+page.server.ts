/** A proposal edited by its author: the form as it stands, to be sent again. */
import { error, redirect } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { typedOf } from '#lib/proposals/typed.ts';
import { refusalWords } from '#lib/proposals/words.ts';
import { codeOf, statusOf } from '#lib/threads/fault-words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  const key = event.params.key.slice(0, 200);
  const view = await settle(api.proposals.of(key).get());
  if (isRefusal(view)) {
    if (codeOf(view.problem) === 'proposal-unknown') redirect(303, '/p/find?unknown');
    error(statusOf(view.problem), refusalWords(view.problem));
  }
  const about = await demand(api.proposals.about(), event.url);
  const hasMail = view.mail;
  return { about, typed: typedOf(key, view), files: view.files, hasMail, reason: view.reason };
};
