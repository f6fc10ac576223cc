/** Stories, feeds and manifests for tests of the mix: parsed by the schemas, so that a test writes only what it is about. */
import { Item, type ItemOf } from '@palier/playlists/item';
import { mixReport, type MixGroup } from '@palier/playlists/mix';
import type { Now } from '@palier/playlists/now';
import { StoryShown } from '@palier/playlists/story';

export const NOON_MS = Date.parse('2026-05-07T10:00:00Z');

const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** The address of story number `n`. */
export function storyId(n: number): string {
  let id = '';
  for (let rest = n; id.length < 8; rest = Math.floor(rest / SIGNS.length)) id = `${SIGNS[rest % SIGNS.length]}${id}`;
  return id;
}

export function shownStory(n: number, voice: MixGroup = 'trade', more: object = {}): StoryShown {
  const id = storyId(n);
  return StoryShown.parse({
    id,
    voice,
    title: `Story ${n}`,
    credit: voice,
    publishedAt: new Date(NOON_MS - n * 60_000).toISOString(),
    url: `http://palier.test/f/${id}`,
    label: `palier.test/f/${id}`,
    ...more,
  });
}

/** A feed that shows these, in this order. */
export function feedItem(stories: readonly StoryShown[], perTurn = 2, order = stories.map(({ id }) => id)) {
  const item = Item.parse({ kind: 'feed', stories: perTurn, shown: { order, stories } });
  if (item.kind !== 'feed') throw new Error('not a feed');
  return item;
}

export function storyOf(item: Item): ItemOf<'story'> {
  if (item.kind !== 'story') throw new Error(`a ${item.kind} in place of a story`);
  return item;
}

/** Titles of the turns of each place of a program. */
export function placesIn(now: Now): (string | undefined)[][] {
  return (now.program?.entries ?? []).flatMap(({ turns }) =>
    turns === undefined ? [] : [turns.map(({ item }) => storyOf(item).shown?.title)],
  );
}

/** Any ten consecutive feed items hold 8 and 2, give or take one. */
export function holdsInTen(voices: readonly MixGroup[]): boolean {
  const inTen = mixReport(voices).corporateInTen;
  return inTen !== undefined && inTen.fewest >= 1 && inTen.most <= 3;
}
