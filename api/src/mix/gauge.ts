/** The mix that was really played, from what kiosks proved: per audience, over the last day. */
import { allAudiences, audienceOf, type Audience } from '@palier/playlists/audience';
import { mixReport, type MixGroup } from '@palier/playlists/mix';
import type { ScreenId } from '@palier/playlists/ids';
import type { Clock } from '../clock.ts';
import type { ContentReader } from '../content.ts';
import type { PlayLog } from '../play-log.ts';
import type { MixDayRecord } from '../storage/records/stories.ts';
import type { Storage } from '../storage/storage.ts';
import type { MixAnswer, MixView } from '../wire/mix.ts';
import type { Edition } from './edition.ts';
import { paces } from './pace.ts';
import { shortages } from './shortage.ts';

const SPAN_MS = 24 * 3_600_000;
/** Of one audience: they are shown the same, so a few tell as much as all. */
const MAX_SCREENS = 12;
/** Reading a day of plays costs something: who looks again within a minute gets what was read. */
const FRESH_MS = 60_000;
const MAX_AUDIT = 20;

export type Gauge = ReturnType<typeof createGauge>;

export function createGauge(deps: {
  storage: Storage;
  content: ContentReader;
  clock: Clock;
  plays: PlayLog;
  /** Proposals that wait for an answer. */
  waitingPosts: () => Promise<number>;
}) {
  const { storage, content, clock, plays } = deps;
  const measured = new Map<string, { atMs: number; key: string; played: MixView['played'] }>();

  /** Those of an audience whose plays are read. */
  function lookedAt(members: readonly ScreenId[]): ScreenId[] {
    const step = Math.max(1, Math.ceil(members.length / MAX_SCREENS));
    return members.filter((_, index) => index % step === 0);
  }

  async function membersOf() {
    const now = await content.current();
    const audiences = allAudiences(now.audiences);
    const members = new Map<string, ScreenId[]>(audiences.map(({ id }) => [id, []]));
    for (const { id, screen } of now.screens) members.get(audienceOf(audiences, screen)?.id ?? '')?.push(id);
    return { now, audiences, members };
  }

  async function playedOn(
    screens: readonly ScreenId[],
    fromMs = clock.now() - SPAN_MS,
    untilMs = clock.now(),
  ): Promise<MixView['played']> {
    const count = { trade: 0, corporate: 0, colleagues: 0 };
    let inTen: { fewest: number; most: number } | undefined;
    for (const id of screens) {
      const shown: { atMs: number; voice: MixGroup }[] = [];
      await plays.each(id, fromMs, untilMs, ({ startedAt, voice }) => {
        if (voice !== undefined) shown.push({ atMs: Date.parse(startedAt), voice });
      });
      const report = mixReport(shown.toSorted((a, b) => a.atMs - b.atMs).map(({ voice }) => voice));
      for (const voice of ['trade', 'corporate', 'colleagues'] as const) count[voice] += report.count[voice];
      if (report.corporateInTen === undefined) continue;
      const { fewest, most } = report.corporateInTen;
      inTen = { fewest: Math.min(inTen?.fewest ?? fewest, fewest), most: Math.max(inTen?.most ?? most, most) };
    }
    const feed = count.trade + count.corporate;
    return {
      ...count,
      ...(feed === 0 ? {} : { corporateShare: count.corporate / feed }),
      ...(inTen === undefined ? {} : { corporateInTen: inTen }),
      screens: screens.length,
    };
  }

  /** Read only where something is short. */
  async function waitingFor(editions: readonly (Edition | undefined)[]) {
    const short = new Set<MixGroup>(editions.flatMap((edition) => edition?.short ?? ['trade']));
    const records = short.has('trade') || short.has('corporate') ? await storage.all('sourceStories') : [];
    return {
      stories: records.flatMap(({ stories }) => stories.filter(({ state }) => state === 'waiting')),
      posts: short.has('colleagues') ? await deps.waitingPosts() : 0,
    };
  }

  async function viewOf(
    audience: Audience,
    edition: Edition | undefined,
    members: readonly ScreenId[],
  ): Promise<Omit<MixView, 'wanted' | 'perHour'>> {
    const looked = lookedAt(members);
    const key = looked.join(' ');
    const known = measured.get(audience.id);
    const isFresh = known !== undefined && known.key === key && clock.now() - known.atMs < FRESH_MS;
    const played = isFresh ? known.played : await playedOn(looked);
    if (!isFresh) measured.set(audience.id, { atMs: clock.now(), key, played });
    const voices = new Map(edition?.stories.map(({ id, voice }) => [id, voice]));
    const places = mixReport(edition?.order.map((id) => voices.get(id) ?? null) ?? []).count;
    return {
      audienceId: audience.id,
      name: audience.name,
      shares: audience.shares,
      ...(audience.overrideReason === undefined ? {} : { overrideReason: audience.overrideReason }),
      screens: members.length,
      ...(edition === undefined
        ? {}
        : {
            edition: {
              madeAt: edition.madeAt,
              places,
              stories: edition.stories.length,
              short: edition.short,
              ...(edition.stock === undefined ? {} : { stock: edition.stock }),
            },
          }),
      played,
    };
  }

  return {
    /** What was played in `[fromMs, untilMs)`, by audience; those without a play of the mix are left out. */
    async between(fromMs: number, untilMs: number): Promise<MixDayRecord['audiences']> {
      const { audiences, members } = await membersOf();
      const counted: MixDayRecord['audiences'] = {};
      for (const { id } of audiences) {
        const { trade, corporate, colleagues } = await playedOn(lookedAt(members.get(id) ?? []), fromMs, untilMs);
        if (trade + corporate + colleagues > 0) counted[id] = { trade, corporate, colleagues };
      }
      return counted;
    },
    async answer(): Promise<MixAnswer> {
      const { now, audiences, members } = await membersOf();
      const { editions, screens, schedules, playlists } = now;
      const waiting = await waitingFor(audiences.map(({ id }) => editions.get(id)));
      const quickest = paces(audiences, { screens, schedules, playlists: playlists.values() });
      const mixes: MixView[] = [];
      for (const audience of audiences) {
        const edition = editions.get(audience.id);
        const perHour = quickest.get(audience.id);
        mixes.push({
          ...(await viewOf(audience, edition, members.get(audience.id) ?? [])),
          wanted: shortages(audience, edition, waiting),
          ...(perHour === undefined ? {} : { perHour }),
        });
      }
      for (const id of measured.keys()) if (!members.has(id)) measured.delete(id);
      const changes = await storage.countLog('mixAudit', 'shares');
      const audit = await storage.readLog('mixAudit', 'shares', Math.max(0, changes - MAX_AUDIT), MAX_AUDIT);
      return { mixes, audit: audit.map(({ record }) => record).toReversed() };
    },
  };
}
