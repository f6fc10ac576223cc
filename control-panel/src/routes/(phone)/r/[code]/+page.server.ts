/** A figure for phones: its value, chart and table, for anyone in the building. */
import { error } from '@sveltejs/kit';
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const answer = await settle(apiOf(event).figures.open(event.params.code));
  if (isRefusal(answer)) error(answer.problem.status >= 400 ? answer.problem.status : 502, answer.problem.title);
  return { figure: answer.figure, today: answer.today, loop: 'inform' };
};
