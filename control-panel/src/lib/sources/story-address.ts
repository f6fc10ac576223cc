/** Where a list of stories is: of one state, of one source or of all, from a place in it. */
import type { StoryState } from '@palier/playlists/story';

export type StoryListed = Exclude<StoryState, 'double'>;

export function storiesHref(asked: { state: StoryListed; source?: string | undefined; from?: number }): string {
  const query = new URLSearchParams({ stories: asked.state });
  if (asked.source !== undefined) query.set('source', asked.source);
  if (asked.from !== undefined && asked.from > 0) query.set('from', String(asked.from));
  return `/sources?${query}`;
}

/** The place in a list that an address names; the beginning when it names none. */
export function fromOf(text: string | null): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Math.min(Number(text), 200_000) : 0;
}
