/** Sources and how they are doing, topics, and the stories of one state, of one source where the address names it. */
import { redirect } from '@sveltejs/kit';
import { StoryState } from '@palier/playlists/story';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { fromOf, storiesHref } from '#lib/sources/story-address.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  // What walls take of a source depends on them.
  event.depends('palier:sources', 'palier:stories', 'palier:screens', 'palier:schedules', 'palier:playlists');
  const api = apiOf(event);
  const [{ sources, freshDays, lack }, { topics }] = await Promise.all([
    demand(api.sources.list(), event.url),
    demand(api.topics.list(), event.url),
  ]);
  const { searchParams } = event.url;
  const waiting = sources.reduce((sum, view) => sum + view.waiting, 0);
  const asked = StoryState.exclude(['double']).safeParse(searchParams.get('stories')).data;
  const state = asked ?? (waiting > 0 ? ('waiting' as const) : ('live' as const));
  // One that is gone filters nothing.
  const source = sources.find((view) => view.source.id === searchParams.get('source'))?.source.id;
  const from = fromOf(searchParams.get('from'));
  const listed = await demand(api.stories.list({ state, source, from }), event.url);
  // What was there has been decided meanwhile.
  if (listed.stories.length === 0 && from > 0) redirect(303, storiesHref({ state, source }));
  return { sources, freshDays, lack, topics, waiting, state, source, from, listed, opmlUrl: '/api/sources/opml' };
};
