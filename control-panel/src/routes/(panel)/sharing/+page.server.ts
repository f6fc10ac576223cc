/** The week's stories with what may be shared of them; those of the house and of colleagues unless trade is asked for. */
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:stories', 'palier:sources', 'palier:proposals');
  const { stories, truncated } = await demand(apiOf(event).share.list(), event.url);
  const isTrade = event.url.searchParams.get('of') === 'trade';
  return { kits: stories.filter(({ voice }) => (voice === 'trade') === isTrade), isTrade, truncated };
};
