/** New content: the files to choose from, and what the new rule has to go before. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:media', 'palier:screens');
  const api = apiOf(event);
  const [{ media }, { schedules }, { screens }] = await Promise.all([
    demand(api.media.list(), event.url),
    demand(api.schedules.list(), event.url),
    demand(api.screens.list(), event.url),
  ]);
  const highest = Math.max(0, ...schedules.flatMap((schedule) => schedule.rules.map((rule) => rule.priority)));
  return { media, screens: screens.map(({ screen }) => screen), before: Math.min(100, highest + 1) };
};
