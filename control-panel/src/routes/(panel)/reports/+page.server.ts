/** Reports: what was expected against what was proven, for a span and a filter that stand in the address. */
import { apiOf, isRefusal } from '#lib/api.ts';
import { demand } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

const DAY_MS = 86_400_000;
const DAYS = 7;

export const load: PageServerLoad = async (event) => {
  const api = apiOf(event);
  const { searchParams } = event.url;
  const text = (name: string) => searchParams.get(name)?.trim() || undefined;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const asked = {
    from: text('from') ?? day(Date.now() - (DAYS - 1) * DAY_MS),
    to: text('to') ?? day(Date.now()),
    screen: text('screen'),
    group: text('group'),
    playlist: text('playlist'),
    item: text('item'),
    language: getLocale(),
  };
  const [report, { screens }, { groups }, { playlists }] = await Promise.all([
    api.reports.plays(asked),
    demand(api.screens.list(), event.url),
    demand(api.groups.list(), event.url),
    demand(api.playlists.list(), event.url),
  ]);
  return {
    asked,
    report: isRefusal(report) ? undefined : report,
    problem: isRefusal(report) ? report.problem : undefined,
    csv: api.reports.csvUrl(asked),
    screens: screens.map(({ screen }) => ({ id: screen.id, name: screen.name })),
    groups: groups.map(({ name }) => name),
    playlists: playlists.map(({ playlist }) => ({ id: playlist.id, name: playlist.name })),
  };
};
