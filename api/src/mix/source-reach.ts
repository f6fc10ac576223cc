/**
 * How many stories of each source some wall shows or could show next, and what stands in the way of a source of which no
 * wall takes any. It asks what the editions remember, and works it out once for each state of stories, sources and walls:
 * a list of a thousand sources is looked at often.
 */
import { allAudiences, type Audience } from '@palier/playlists/audience';
import type { Language } from '@palier/playlists/localized';
import type { Source } from '@palier/playlists/source';
import { COLLEAGUES, type Story } from '@palier/playlists/story';
import type { Clock } from '../clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { Place, Walls, WallsNow } from '../walls.ts';
import type { SourceLack, SourceReach } from '../wire/feeds.ts';
import { isOver, isTooOld, type EditionMaker } from './edition.ts';
import { followsTopics, readsLanguage } from './fit.ts';

export type SourcesReach = {
  of: (sourceId: string) => SourceReach;
  /** What all sources lack: a screen, or one with a place for the news. */
  lack?: 'screen' | 'feed';
  /** Those that audiences with a screen read; of a house without screens those of all audiences. */
  languages: ReadonlySet<Language>;
};

/** An audience that has a screen. */
type Wall = Place & {
  /** Of a source all that it could be shown by language, topics, words and age. */
  fitting: (sourceId: string) => string[];
  /** Something else than the house speaks there. */
  hasOthers: boolean;
};

const NONE: SourceReach = { shown: 0, ready: 0 };
/** Languages that are named. */
const MAX_LANGUAGES = 3;
/** Sources that are looked at before others get a turn. */
const AT_ONCE = 100;

export function createSourceReach(deps: {
  storage: Storage;
  clock: Pick<Clock, 'now'>;
  walls: Walls;
  maker: Pick<EditionMaker, 'warm' | 'fitting'>;
}) {
  const { storage, clock, maker } = deps;
  let known: { key: string; now: WallsNow; made: Promise<SourcesReach> } | undefined;

  async function make({ content, places, shown }: WallsNow): Promise<SourcesReach> {
    const nowMs = clock.now();
    const [records, kept] = await Promise.all([storage.all('sources'), storage.all('sourceStories')]);
    const sources = new Map(records.map(({ source }) => [source.id as string, source]));
    const stories = new Map(
      kept.flatMap(({ id, stories: own }) =>
        id === COLLEAGUES || sources.get(id)?.enabled === true ? [[id as string, own] as const] : [],
      ),
    );
    const walls: Wall[] = [];
    for (const { audience, hasFeed } of oncePerAudience(places)) {
      const input = { audience, stories, nowMs };
      if (hasFeed) await maker.warm(input);
      const fitting = hasFeed ? maker.fitting(input) : () => [];
      const hasOthers = [...stories.keys()].some((id) => {
        const source = sources.get(id);
        return source?.voice !== 'corporate' && weightIn(audience, id) > 0 && fitting(id).length > 0;
      });
      walls.push({ audience, hasFeed, fitting, hasOthers });
    }
    const reaches = new Map<string, SourceReach>();
    for (const { id, stories: own } of kept) {
      const source = sources.get(id);
      if (source === undefined) continue;
      reaches.set(id, reachOf(source, own, { walls, shown, nowMs }));
      // A house of many sources does not stand still over it.
      if (reaches.size % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const read = places.length > 0 ? places.map(({ audience }) => audience) : allAudiences(content.audiences);
    return {
      of: (sourceId) => reaches.get(sourceId) ?? NONE,
      ...(places.length === 0 ? { lack: 'screen' } : walls.some(({ hasFeed }) => hasFeed) ? {} : { lack: 'feed' }),
      languages: new Set(read.flatMap(({ languages }) => languages)),
    };
  }

  return {
    async now(): Promise<SourcesReach> {
      // Read first: a change in between makes what is kept newer than it says, never older.
      const revisions = await Promise.all([storage.revision('stories'), storage.revision('sources')]);
      const key = revisions.join(' ');
      const now = await deps.walls.now();
      if (known?.key === key && known.now === now) return known.made;
      const asked = { key, now, made: make(now) };
      known = asked;
      try {
        return await asked.made;
      } catch (error) {
        if (known === asked) known = undefined;
        throw error;
      }
    },
  };
}

/** Screens of one audience are one wall; one of them with a place for the news is enough. */
function oncePerAudience(places: readonly Place[]): Place[] {
  const found = new Map<string, Place>();
  for (const { audience, hasFeed } of places) {
    const before = found.get(audience.id);
    found.set(audience.id, { audience, hasFeed: hasFeed || before?.hasFeed === true });
  }
  return [...found.values()];
}

type Now = { walls: readonly Wall[]; shown: ReadonlySet<string>; nowMs: number };

function reachOf(source: Source, stories: readonly Story[], now: Now): SourceReach {
  const live = stories.filter(({ state }) => state === 'live');
  const shown = live.filter(({ id }) => now.shown.has(id));
  const ready = new Set<string>();
  for (const wall of now.walls) {
    if (!source.enabled || !mayWeigh(source, wall) || !mayShare(source, wall) || isAlone(source, wall)) continue;
    for (const id of wall.fitting(source.id)) if (!now.shown.has(id)) ready.add(id);
  }
  const count = { shown: shown.length, ready: ready.size };
  if (count.shown + count.ready > 0) return count;
  // Of one whose stories all wait it is said before somebody approves them in vain.
  const asked = live.length > 0 ? live : stories.filter(({ state }) => state === 'waiting');
  const lack = asked.length === 0 ? undefined : lackOf(source, asked, now);
  if (lack === undefined) return count;
  const languages = [...new Set(asked.flatMap(({ language }) => language ?? []))].slice(0, MAX_LANGUAGES);
  return { ...count, lack, ...(lack === 'language' ? { languages } : {}) };
}

/** What keeps the story that comes furthest from the wall where it does: what lasts is asked before what passes. */
function lackOf(source: Source, asked: readonly Story[], { walls, nowMs }: Now): SourceLack | undefined {
  if (!source.enabled) return 'off';
  if (walls.length === 0) return 'screen';
  let furthest = 0;
  for (const wall of walls) {
    for (const story of asked) {
      let stage = 0;
      while (stage < STAGES.length && STAGES[stage]?.passes({ source, wall, story, nowMs }) === true) stage += 1;
      furthest = Math.max(furthest, stage);
    }
  }
  // Past all of them a live story is kept away by its words; of one that waits nobody has read the words yet.
  return STAGES[furthest]?.lack ?? (asked.some(({ state }) => state === 'live') ? 'words' : undefined);
}

type Asked = { source: Source; wall: Wall; story: Story; nowMs: number };

const STAGES: readonly { lack: SourceLack; passes: (asked: Asked) => boolean }[] = [
  { lack: 'language', passes: ({ wall, story }) => readsLanguage(wall.audience, story.language) },
  { lack: 'topics', passes: ({ wall, story }) => followsTopics(wall.audience, story) },
  { lack: 'weight', passes: ({ source, wall }) => mayWeigh(source, wall) },
  { lack: 'share', passes: ({ source, wall }) => mayShare(source, wall) },
  {
    lack: 'age',
    passes: ({ wall, story, nowMs }) => !isOver(story, nowMs) && !isTooOld(story, wall.audience, nowMs),
  },
  { lack: 'feed', passes: ({ wall }) => wall.hasFeed },
  { lack: 'alone', passes: ({ source, wall }) => !isAlone(source, wall) },
];

function weightIn({ weights }: Audience, sourceId: string): number {
  return weights.find((one) => one.sourceId === sourceId)?.weight ?? 1;
}
const mayWeigh = ({ id }: Source, { audience }: Wall) => weightIn(audience, id) > 0;
const mayShare = ({ voice }: Source, { audience: { shares } }: Wall) =>
  voice !== 'corporate' || shares.corporatePercent > 0;
/** The house has a share of what is shown, and none of nothing. */
const isAlone = ({ voice }: Source, { audience: { shares }, hasOthers }: Wall) =>
  voice === 'corporate' && shares.corporatePercent < 100 && !hasOthers;
