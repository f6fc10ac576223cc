/** Sources and how they are doing, topics, and the stories of one state. */
import { StoryState } from '@palier/playlists/story';
import { apiOf } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  // What walls take of a source depends on them.
  event.depends('palier:sources', 'palier:stories', 'palier:screens', 'palier:schedules', 'palier:playlists');
  const api = apiOf(event);
  const [{ sources, freshDays, lack }, { topics }] = await Promise.all([
    demand(api.sources.list(), event.url),
    demand(api.topics.list(), event.url),
  ]);
  const waiting = sources.reduce((sum, source) => sum + source.waiting, 0);
  const asked = StoryState.exclude(['double']).safeParse(event.url.searchParams.get('stories')).data;
  const state = asked ?? (waiting > 0 ? ('waiting' as const) : ('live' as const));
  const { stories, total, thumbnails } = await demand(api.stories.list({ state }), event.url);
  return { sources, freshDays, lack, topics, waiting, state, stories, total, thumbnails, opmlUrl: '/api/sources/opml' };
};
