/** Keeps the editions: looks again when stories, sources or audiences change, and as time passes; writes what differs. */
import { allAudiences, type Audience } from '@palier/playlists/audience';
import { createRounds } from '@palier/playlists/rounds';
import { COLLEAGUES, type Story, type StoryId } from '@palier/playlists/story';
import { createThrottle, type Clock } from '../clock.ts';
import { reasonOf, type Log } from '../log.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import { isShowable, nextEdition, type Edition, type EditionMaker } from './edition.ts';
import { paces, type Scheduled } from './pace.ts';

const LOOK_EVERY_MS = 60_000;
/** Changes that come together make one look. */
const GATHER_MS = 1_000;
const CAUSES = new Set(['stories', 'sources', 'audiences', 'playlists']);

export type Editions = ReturnType<typeof createEditions>;

export function createEditions(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  publicUrl: () => string;
  maker: EditionMaker;
}) {
  const { storage, clock, log, maker } = deps;
  const rounds = createRounds(look, (error) => log.warn('editions could not be made', { reason: reasonOf(error) }));
  const throttle = createThrottle(clock, GATHER_MS, () => void rounds.ask());
  let cancel: (() => void) | undefined;
  let stopWatching: (() => void) | undefined;

  async function look(): Promise<void> {
    const nowMs = clock.now();
    const [sources, kept, topics, doc, playlists] = await Promise.all([
      storage.all('sources'),
      storage.all('sourceStories'),
      storage.get('topics', 'topics'),
      storage.get('audiences', 'audiences'),
      storage.all('playlists'),
    ]);
    // Of a source that is off nothing is shown, from this look on.
    const on = new Set<string>(sources.flatMap(({ id, source }) => (source.enabled ? [id] : [])));
    const onAir = kept.filter(({ id }) => id === COLLEAGUES || on.has(id));
    const stories = new Map(onAir.map((record) => [record.id as string, record.stories]));
    const alone = new Set<StoryId>(
      playlists.flatMap(({ playlist }) =>
        playlist.entries.flatMap(({ item }) => (item.kind === 'story' ? [item.story] : [])),
      ),
    );
    const audiences = allAudiences(doc?.audiences ?? []);
    const perHour = await pacesFor(audiences, playlists);
    const before = new Map((await storage.all('editions')).map((edition) => [edition.id, edition]));
    const told = new Set<StoryId>([...before.values()].flatMap((edition) => edition.stories.map(({ id }) => id)));
    const isCurrent = isAmong(stories, told, (story) => isShowable(story, nowMs));
    const changed: Edition[] = [];
    for (const audience of audiences) {
      const input = {
        audience,
        sources: sources.map(({ source }) => source),
        stories,
        topics: topics?.topics ?? [],
        alone,
        nowMs,
        publicUrl: deps.publicUrl(),
        perHour: perHour.get(audience.id),
      };
      await maker.warm(input);
      const fresh = maker.make(input);
      const was = before.get(audience.id);
      // Of a house without stories there is nothing to write.
      if (was === undefined && fresh.order.length === 0 && fresh.stories.length === 0) continue;
      const isPinned = isAmong(
        stories,
        new Set(fresh.stories.map(({ id }) => id)),
        ({ pinnedUntil = '' }) => Date.parse(pinnedUntil) > nowMs,
      );
      const next = nextEdition(was, fresh, { isCurrent, isPinned });
      if (next !== was) changed.push(next);
      // Much to read at once must not hold up the loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const gone = [...before.keys()].filter((id) => audiences.every((audience) => audience.id !== id));
    if (changed.length === 0 && gone.length === 0) return;
    const outcome = await storage.transact(async (transaction) => {
      for (const edition of changed) await transaction.put('editions', edition);
      for (const id of gone) await transaction.remove('editions', id);
    });
    if (isRefused(outcome)) throw new Error('a look-up of editions was taken');
  }

  /** Read only where somebody asked for minutes. */
  async function pacesFor(audiences: readonly Audience[], playlists: Scheduled['playlists']) {
    if (audiences.every(({ repeatMinutes }) => repeatMinutes === undefined)) return new Map<Audience['id'], number>();
    const [screens, schedules] = await Promise.all([storage.all('screens'), storage.all('schedules')]);
    return paces(audiences, { screens, schedules, playlists });
  }

  function plan(): void {
    cancel = clock.after(LOOK_EVERY_MS, () => {
      void rounds.ask();
      plan();
    });
  }

  return {
    async start(): Promise<void> {
      stopWatching = storage.watch((changes) => {
        if (changes.some(({ topic }) => CAUSES.has(topic))) throttle.ask();
      });
      plan();
      await rounds.ask();
    },
    /** Resolves when all that changed so far is in the editions. */
    settled: () => rounds.ask(),
    async stop(): Promise<void> {
      stopWatching?.();
      cancel?.();
      throttle.stop();
      await rounds.done();
    },
  };
}

/** Which of these stories are as `is` asks; the few that are asked about are looked at, and no other. */
function isAmong(
  stories: ReadonlyMap<string, readonly Story[]>,
  asked: ReadonlySet<StoryId>,
  is: (story: Story) => boolean,
): (id: StoryId) => boolean {
  const found = new Set<StoryId>();
  for (const all of stories.values())
    for (const story of all) if (asked.has(story.id) && is(story)) found.add(story.id);
  return (id) => found.has(id);
}
