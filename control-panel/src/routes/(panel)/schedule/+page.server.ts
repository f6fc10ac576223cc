/** The schedule of one screen or group for a week or a month, every rule, and on request one instant: what shows and why. */
import { localMoment } from '@palier/playlists/day-clock';
import { inLanguage } from '@palier/playlists/in-language';
import { GroupName } from '@palier/playlists/ids';
import type { Screen } from '@palier/playlists/screen';
import { apiOf, isRefusal, type Client } from '#lib/api.ts';
import { demand, demandIfAny } from '#lib/demand.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { addDays, dayIn, dayOr, mondayOf, monthSpan } from '#lib/schedule/week.ts';
import type { PageServerLoad } from './$types';

const NEXT_HOURS = 7 * 24;
const NEXT_SHOWN = 4;
/** Drafts that are shown on one page. */
const MAX_DRAFTS = 20;

export const load: PageServerLoad = async (event) => {
  event.depends('palier:schedules', 'palier:screens', 'palier:playlists', 'palier:takeovers', 'palier:drafts');
  const api = apiOf(event);
  const { searchParams } = event.url;
  const [{ screens }, { groups }, { schedules: published }, { playlists }, { drafts: listed }] = await Promise.all([
    demand(api.screens.list(), event.url),
    demand(api.groups.list(), event.url),
    demand(api.schedules.list(), event.url),
    demand(api.playlists.list(), event.url),
    demand(api.drafts.list(), event.url),
  ]);
  const isDraft = searchParams.get('draft') === '1';
  const waiting = listed.filter(({ noun }) => noun === 'schedule').slice(0, MAX_DRAFTS);
  const drafts = isDraft ? await draftsOf(api, waiting, event.url) : [];
  const drafted = new Map(drafts.map(({ value }) => [value.schedule.id, value.schedule]));
  const schedules = published.map((schedule) => drafted.get(schedule.id) ?? schedule);
  const all = screens.map((view) => view.screen);
  const group = groups.find((one) => one.name === searchParams.get('group') && one.screens.length > 0);
  const asked = all.find((screen) => screen.id === searchParams.get('screen'));
  const screen = asked ?? all.find((one) => group?.screens.includes(one.id)) ?? all[0];
  const members = all.filter((one) => group?.screens.includes(one.id));
  const zone = members.find((one) => one.zone === searchParams.get('zone'))?.zone;
  const today = dayIn(zone ?? screen?.zone ?? 'UTC', Date.now());
  const view = searchParams.get('view') === 'month' ? ('month' as const) : ('week' as const);
  const at = searchParams.get('at');
  const day = dayOr(searchParams.get('week'), dayOr(at?.slice(0, 10) ?? null, today));
  const span = view === 'month' ? monthSpan(day) : { first: mondayOf(day), days: 7 };
  const of = group === undefined ? { screen: screen?.id ?? '' } : { group: GroupName.parse(group.name), zone };
  const [answer, moment] = await Promise.all([
    screen === undefined ? undefined : demand(api.occurrences.list(of, span.first, span.days, isDraft), event.url),
    screen === undefined ? undefined : momentOf(api, screen, at, searchParams.get('second') === '1'),
  ]);
  return {
    view,
    screen,
    group: group?.name,
    screens: all.map(({ id, name }) => ({ id, name })),
    groups,
    isDraft,
    drafts,
    waiting,
    schedules,
    playlists: playlists.map(({ playlist }) => ({
      id: playlist.id,
      name: inLanguage(playlist.name, getLocale()),
      items: playlist.entries.filter((entry) => entry.enabled).length,
    })),
    answer,
    week: {
      monday: span.first,
      last: addDays(span.first, span.days - 1),
      month: day.slice(0, 7),
      previous: view === 'month' ? addDays(`${day.slice(0, 7)}-01`, -1) : addDays(span.first, -7),
      next: view === 'month' ? addDays(`${day.slice(0, 7)}-01`, 32) : addDays(span.first, 7),
      today,
    },
    moment,
    wanted: searchParams.get('playlist') ?? undefined,
  };
};

/** Each with its ETag; one that was published or let go meanwhile is left out. */
async function draftsOf(api: Client, waiting: readonly { id: string }[], url: URL) {
  const found = await Promise.all(waiting.map(({ id }) => demandIfAny(api.drafts.schedules.get(id), url)));
  return found.flatMap((draft) => (draft === undefined ? [] : [{ value: draft.value, etag: draft.etag }]));
}

/** What shows at a wall-clock time of the screen, why, and what comes next; absent when it is none. */
async function momentOf(api: Client, screen: Screen, local: string | null, second: boolean) {
  const found = local === null ? undefined : localMoment(local, screen.zone);
  if (local === null || found === undefined) return undefined;
  const atMs = second ? (found.secondMs ?? found.atMs) : found.atMs;
  const at = new Date(atMs).toISOString();
  const [now, explanation, timeline] = await Promise.all([
    api.screens.now(screen.id, at),
    api.screens.explain(screen.id, at),
    api.screens.timeline(screen.id, at, new Date(atMs + NEXT_HOURS * 3_600_000).toISOString()),
  ]);
  return {
    local,
    kind: found.kind,
    second,
    at,
    now: isRefusal(now) ? undefined : now,
    explanation: isRefusal(explanation) ? undefined : explanation,
    next: isRefusal(timeline) ? [] : timeline.blocks.slice(1, NEXT_SHOWN + 1),
  };
}
