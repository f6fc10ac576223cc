/** One screen: its state, its settings, and the groups it may join. */
import { apiOf, isRefusal, settle } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import type { PageServerLoad } from './$types';

const WEEK_MS = 7 * 86_400_000;

export const load: PageServerLoad = async (event) => {
  event.depends('palier:screens', 'palier:heartbeats', 'palier:playlists', 'palier:schedules', 'palier:takeovers');
  const api = apiOf(event);
  const { id } = event.params;
  const nowMs = Date.now();
  const iso = (ms: number) => new Date(ms).toISOString();
  const [view, { groups }, health, pictures, why, schedules, playlists] = await Promise.all([
    demand(api.screens.get(id), event.url),
    demand(api.groups.list(), event.url),
    settle(api.screenCare.health(id, iso(nowMs - WEEK_MS), iso(nowMs))),
    settle(api.screenCare.screenshots(id)),
    settle(api.screens.explain(id)),
    settle(api.schedules.list()),
    settle(api.playlists.list()),
  ]);
  const scheduleId = isRefusal(why) ? undefined : why.program.scheduleId;
  const playlistId = isRefusal(why) ? undefined : why.program.playlistId;
  return {
    view,
    groups: groups.map((group) => group.name),
    health: isRefusal(health) ? undefined : health,
    pictures: isRefusal(pictures) ? undefined : pictures,
    program: isRefusal(why) ? undefined : why.program,
    schedule: isRefusal(schedules) ? undefined : schedules.schedules.find((one) => one.id === scheduleId)?.name,
    playlist: isRefusal(playlists)
      ? undefined
      : playlists.playlists.find(({ playlist }) => playlist.id === playlistId)?.playlist.name,
  };
};
