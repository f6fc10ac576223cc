/** The schedule of one screen for one week, every rule, and on request why something plays at an instant. */
import { inLanguage } from '@palier/playlists/in-language';
import { apiOf, isRefusal } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import {
  addDays,
  dayIn,
  dayOr,
  hoursOf,
  instantOf,
  mondayOf,
  nowLine,
  segmentsOf,
  weekSpan,
} from '#lib/schedule/week.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  event.depends('palier:schedules', 'palier:screens', 'palier:playlists', 'palier:takeovers');
  const api = apiOf(event);
  const { searchParams } = event.url;
  const [{ screens }, { groups }, { schedules }, { playlists }] = await Promise.all([
    demand(api.screens.list(), event.url),
    demand(api.groups.list(), event.url),
    demand(api.schedules.list(), event.url),
    demand(api.playlists.list(), event.url),
  ]);
  const screen = screens.find((view) => view.screen.id === searchParams.get('screen'))?.screen ?? screens[0]?.screen;
  const zone = screen?.zone ?? 'UTC';
  const today = dayIn(zone, Date.now());
  const monday = mondayOf(dayOr(searchParams.get('week'), today));
  const at = searchParams.get('at') ?? '';
  const instant = screen === undefined ? undefined : instantOf(at, zone);
  const span = weekSpan(monday, zone);
  const [timeline, explanation] = await Promise.all([
    screen === undefined ? { blocks: [] } : demand(api.screens.timeline(screen.id, span.from, span.to), event.url),
    screen === undefined || instant === undefined ? undefined : api.screens.explain(screen.id, instant),
  ]);
  const segments = segmentsOf(timeline.blocks, monday, zone);
  return {
    screen,
    screens: screens.map((view) => ({ id: view.screen.id, name: view.screen.name })),
    groups,
    schedules,
    playlists: playlists.map(({ playlist }) => ({
      id: playlist.id,
      name: inLanguage(playlist.name, getLocale()),
      items: playlist.entries.filter((entry) => entry.enabled).length,
    })),
    week: {
      monday,
      previous: addDays(monday, -7),
      next: addDays(monday, 7),
      today,
      segments,
      hours: hoursOf(segments),
      now: nowLine(monday, zone, Date.now()),
    },
    at,
    explanation: explanation === undefined || isRefusal(explanation) ? undefined : explanation,
    wanted: searchParams.get('playlist') ?? undefined,
  };
};
