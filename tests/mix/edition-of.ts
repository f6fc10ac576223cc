/** Editions for tests: stories, sources and audiences that say only what a test is about. */
import { Audience, EVERYONE } from '@palier/playlists/audience';
import { Source } from '@palier/playlists/source';
import { Story } from '@palier/playlists/story';
import { createEditionMaker, type Edition, type EditionInput } from '../../api/src/mix/edition.ts';
import { NOON_MS, storyId } from './stories.ts';

export const everyone = (more: object = {}) =>
  Audience.parse({ id: EVERYONE, name: 'Tous', target: { all: true, screens: [], groups: [] }, ...more });
export const sourceOf = (id: string, more: object = {}) =>
  Source.parse({ id, name: `Source ${id}`, url: `https://${id}.example/feed`, trusted: true, ...more });
let number = 0;
/** Stories are numbered from one again, so that a test does not depend on those before it. */
export function countAnew(): void {
  number = 0;
}
export function story(sourceId: string, more: object = {}): Story {
  number += 1;
  return Story.parse({
    id: storyId(number),
    voice: 'trade',
    sourceId,
    credit: `Source ${sourceId}`,
    title: `Une nouvelle numéro ${number} de ${sourceId}`,
    publishedAt: new Date(NOON_MS - number * 1_000).toISOString(),
    state: 'live',
    ...more,
  });
}
export const many = (count: number, sourceId: string, more: object = {}) =>
  Array.from({ length: count }, () => story(sourceId, more));
export function edition(stories: readonly Story[], more: Partial<EditionInput> = {}): Edition {
  const by = new Map<string, Story[]>();
  for (const one of stories) by.set(one.sourceId, [...(by.get(one.sourceId) ?? []), one]);
  return createEditionMaker().make({
    audience: everyone(),
    sources: [...by.keys()].map((id) => sourceOf(id)),
    stories: by,
    topics: [],
    alone: new Set(),
    nowMs: NOON_MS,
    publicUrl: 'http://palier.test',
    ...more,
  });
}
