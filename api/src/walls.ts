/**
 * What walls take: the audience of each screen with a machine, whether its schedule has a place for the news, and the
 * stories that are in some loop. Read from the manifests, i.e. from what screens were sent, at most once a minute and
 * revision of the content: the public page of an author asks as often as anybody likes.
 */
import { allAudiences, audienceOf, type Audience } from '@palier/playlists/audience';
import type { Item } from '@palier/playlists/item';
import type { Manifest } from '@palier/playlists/manifest';
import type { Validity } from '@palier/playlists/playlist';
import type { Clock } from './clock.ts';
import type { Content, ContentReader } from './content.ts';
import type { Manifests } from './manifests.ts';

/** For so long what is due is taken as due. */
const FRESH_MS = 60_000;

/** A screen with a machine. */
export type Place = { audience: Audience; hasFeed: boolean };
export type WallsNow = {
  content: Content;
  atMs: number;
  /** The stories that at least one screen has in its loop. */
  shown: ReadonlySet<string>;
  places: readonly Place[];
};

export function createWalls(deps: { content: ContentReader; manifests: Manifests; clock: Pick<Clock, 'now'> }) {
  let known: WallsNow | undefined;
  return {
    /** The same object until something may differ. */
    async now(): Promise<WallsNow> {
      const content = await deps.content.current();
      const atMs = deps.clock.now();
      if (known?.content === content && Math.abs(atMs - known.atMs) < FRESH_MS) return known;
      const audiences = allAudiences(content.audiences);
      const shown = new Set<string>();
      const places: Place[] = [];
      // Screens that are alike share their playlists, and in one zone the hour: each is read once.
      const read = new Map<string, Map<unknown, boolean>>();
      for (const { id, screen, pairedAt } of content.screens) {
        const audience = audienceOf(audiences, screen);
        if (pairedAt === undefined || audience === undefined) continue;
        const manifest = (await deps.manifests.of(id))?.value;
        if (manifest === undefined) continue;
        const alike = read.get(screen.zone) ?? new Map<unknown, boolean>();
        read.set(screen.zone, alike);
        const hasFeed = alike.get(manifest.playlists) ?? look(manifest, localOf(atMs, screen.zone), shown);
        alike.set(manifest.playlists, hasFeed);
        places.push({ audience, hasFeed });
      }
      return (known = { content, atMs, shown, places });
    },
  };
}
export type Walls = ReturnType<typeof createWalls>;

/** Adds the stories of the loops that are due, today or on a day to come, to `shown`; answers whether the news has a place in them. */
function look({ playlists, schedules }: Manifest, local: string, shown: Set<string>): boolean {
  const isNow = ({ valid }: { valid?: Validity | undefined }) =>
    (valid?.from === undefined || valid.from <= local) && (valid?.until === undefined || valid.until > local);
  const due = new Set<string>(
    schedules.flatMap(({ rules }) => rules.filter(isNow).map(({ playlistId }) => playlistId)),
  );
  const items: Item[] = playlists
    .filter(({ id }) => due.has(id))
    .flatMap(({ entries }) => entries.filter(isNow).map(({ item }) => item));
  for (const item of items) {
    if (item.kind === 'feed') for (const id of item.shown?.order ?? []) shown.add(id);
    if (item.kind === 'story' && item.shown !== undefined) shown.add(item.story);
  }
  return items.some(({ kind }) => kind === 'feed');
}

/** The wall-clock of a zone, comparable with the ends of a window as text. */
function localOf(atMs: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' });
}
