/** Overview: every screen with what it shows, and what waits for someone. */
import { apiOf, isRefusal } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends(
    'palier:screens',
    'palier:heartbeats',
    'palier:pairings',
    'palier:playlists',
    'palier:schedules',
    'palier:media',
    'palier:documents',
    'palier:surveys',
  );
  const api = apiOf(event);
  const [{ screens }, { faults }, pairings, { documents }, loop] = await Promise.all([
    demand(api.screens.list(), event.url),
    demand(api.playlists.list(), event.url),
    api.pairings.list(),
    demand(api.documents.list(), event.url),
    demand(api.surveys.loop(), event.url),
  ]);
  // Who may only read is refused the list of pairings: then there is none to show.
  return {
    screens,
    faults,
    documents,
    loop,
    pairings: isRefusal(pairings) ? [] : pairings.pairings,
    serverMs: Date.now(),
  };
};
