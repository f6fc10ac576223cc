/** Takeovers: those that run, those to come, those that were. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:takeovers');
  const { takeovers } = await demand(apiOf(event).takeovers.list(), event.url);
  const order = { running: 0, planned: 1, ended: 2 };
  return {
    takeovers: takeovers.toSorted(
      (a, b) => order[a.state] - order[b.state] || b.takeover.startsAt.localeCompare(a.takeover.startsAt),
    ),
  };
};
