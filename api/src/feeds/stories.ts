/** What is decided of stories: which may be shown, which come first, and which of the house's own are taken off. */
import { COLLEAGUES, type Story } from '@palier/playlists/story';
import { isoOf, type Clock } from '../clock.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { StoryAct } from '../wire/feeds.ts';
import { noteStory } from './story-audit.ts';
import { wordsText } from './story-words.ts';

/** `changed`: other words stand there than those that were looked at. */
export type StoryOutcome = { story: Story } | { refused: 'absent' | 'not-here' | 'changed' };

export type StoryDesk = ReturnType<typeof createStoryDesk>;

export function createStoryDesk(deps: { storage: Storage; clock: Clock }) {
  const { storage, clock } = deps;

  async function change(
    id: string,
    by: string,
    act: StoryAct['act'] | 'remove',
    edit: (story: Story) => Story | undefined | 'not-here' | 'changed',
  ): Promise<StoryOutcome> {
    const outcome = await storage.transact(async (transaction): Promise<StoryOutcome> => {
      const found = (await transaction.find('sourceStories', 'story', id))[0];
      const story = found?.stories.find((one) => one.id === id);
      if (found === undefined || story === undefined) return { refused: 'absent' };
      const next = edit(story);
      if (next === 'not-here' || next === 'changed') return { refused: next };
      const stories = found.stories.flatMap((one) => (one.id === id ? (next ?? []) : [one]));
      await transaction.put('sourceStories', { ...found, stories });
      if (next === undefined && story.picture?.startsWith('stories/') === true)
        await transaction.remove('storyMedia', story.picture);
      await noteStory(transaction, story, { at: isoOf(clock.now()), by, act });
      return { story: next ?? story };
    });
    if (isRefused(outcome)) throw new Error('a look-up of stories was taken');
    return outcome;
  }

  async function thumbnailsOf(stories: readonly Story[]) {
    const found = stories.map(async ({ id, picture }) => {
      // Of a story of the house it is a picture of the library.
      const media =
        picture === undefined
          ? undefined
          : ((await storage.get('storyMedia', picture)) ?? (await storage.get('media', picture)));
      if (media === undefined) return [];
      const small = media.variants?.find(({ use }) => use === 'thumbnail') ?? media;
      return [{ story: id, sha256: small.sha256, widthPx: small.widthPx, heightPx: small.heightPx }];
    });
    return (await Promise.all(found)).flat();
  }

  return {
    /** Newest first, those that wait before all others; at most `limit`. */
    async list(asked: { state?: Story['state'] | undefined; sourceId?: string | undefined }, limit: number) {
      const all = (await storage.all('sourceStories')).filter(
        ({ id }) => asked.sourceId === undefined || id === asked.sourceId,
      );
      const stories = all
        .flatMap((record) => record.stories)
        .filter(({ state }) => asked.state === undefined || state === asked.state)
        .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt));
      const some = stories.slice(0, limit);
      return { stories: some, total: stories.length, thumbnails: await thumbnailsOf(some) };
    },

    /** What a colleague proposed is decided where proposals are; it can be pinned here like any other. */
    act(id: string, asked: StoryAct, by: string): Promise<StoryOutcome> {
      return change(id, by, asked.act, (story) => {
        const { pinnedUntil: _, ...rest } = story;
        const { approved: __, ...unapproved } = rest;
        if ('seen' in asked && asked.seen !== undefined && wordsText(asked.seen) !== wordsText(story)) return 'changed';
        switch (asked.act) {
          case 'pin':
            return { ...rest, pinnedUntil: asked.until ?? isoOf(clock.now() + 7 * 24 * 3_600_000) };
          case 'unpin':
            return rest;
          case 'approve':
            return story.sourceId === COLLEAGUES ? 'not-here' : { ...story, state: 'live', approved: true };
          case 'block':
            return story.sourceId === COLLEAGUES ? 'not-here' : { ...unapproved, state: 'blocked' };
        }
      });
    },

    /** Takes one off that was typed here. */
    async remove(id: string, by: string): Promise<StoryOutcome> {
      const own = new Set<string>(
        (await storage.all('sources')).filter(({ source }) => source.kind === 'own').map((record) => record.id),
      );
      return change(id, by, 'remove', (story) => (own.has(story.sourceId) ? undefined : 'not-here'));
    },
  };
}
