/** One proposal, read. What a link of the daily letter asks for is shown, and never done by opening it. */
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:proposals');
  const { searchParams } = event.url;
  const answer = await settle(apiOf(event).moderation.get(event.params.id));
  // Its author may have deleted it a moment ago: the list beside it stays.
  if (isRefusal(answer) && answer.problem.status === 404) return { view: undefined };
  const revision = Number(searchParams.get('revision') ?? 0);
  return {
    view: await demand(Promise.resolve(answer), event.url),
    asked: searchParams.get('act') ?? undefined,
    askedRevision: Number.isInteger(revision) && revision > 0 ? revision : undefined,
  };
};
