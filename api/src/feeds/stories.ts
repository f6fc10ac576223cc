/** What is decided of stories: which may be shown, which come first, and which of the house's own are taken off. */
import { COLLEAGUES, type Story, type StoryId } from '@palier/playlists/story';
import { isoOf, type Clock } from '../clock.ts';
import { isRefused, type Storage } from '../storage/storage.ts';
import type { StoryReportsRecord } from '../storage/records/moderation.ts';
import type { BulkStories, StoryAct, StoryRefusal } from '../wire/feeds.ts';
import { answerReports, isReported, reportsTold } from './reported.ts';
import { noteStory } from './story-audit.ts';
import { wordsText } from './story-words.ts';

/** `changed`: other words stand there than those that were looked at; `decided`: it stands elsewhere by now. */
export type StoryOutcome = { story: Story } | { refused: StoryRefusal };
type Verdict = Story | undefined | 'not-here' | 'changed' | 'decided' | 'reported';

/** `moderating`: who asks may know what phones reported. */
type Asked = { state?: Story['state'] | undefined; sourceId?: string | undefined; from: number; moderating: boolean };

export type StoryDesk = ReturnType<typeof createStoryDesk>;

export function createStoryDesk(deps: { storage: Storage; clock: Clock }) {
  const { storage, clock } = deps;

  async function change(
    id: string,
    by: string,
    act: StoryAct['act'] | 'remove',
    edit: (story: Story, reports: StoryReportsRecord | undefined) => Verdict,
  ): Promise<StoryOutcome> {
    const outcome = await storage.transact(async (transaction): Promise<StoryOutcome> => {
      const found = (await transaction.find('sourceStories', 'story', id))[0];
      const story = found?.stories.find((one) => one.id === id);
      if (found === undefined || story === undefined) return { refused: 'absent' };
      const next = edit(story, await transaction.get('storyReports', id));
      if (typeof next === 'string') return { refused: next };
      const stories = found.stories.flatMap((one) => (one.id === id ? (next ?? []) : [one]));
      await transaction.put('sourceStories', { ...found, stories });
      if (next === undefined && story.picture?.startsWith('stories/') === true)
        await transaction.remove('storyMedia', story.picture);
      await noteStory(transaction, story, { at: isoOf(clock.now()), by, act });
      if (act === 'approve' || act === 'block') await answerReports(transaction, id, true);
      if (act === 'wait') await answerReports(transaction, id, false);
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
    /** Newest first, at most `limit` from the one numbered `from`. For moderators those that phones reported come before all others. */
    async list(asked: Asked, limit: number) {
      const records = asked.moderating ? await storage.all('storyReports') : [];
      const reportsOf = new Map(records.map((one) => [one.id, one]));
      const first = (story: Story) => Number(isReported(story, reportsOf.get(story.id)));
      const all = (await storage.all('sourceStories')).filter(
        ({ id }) => asked.sourceId === undefined || id === asked.sourceId,
      );
      const stories = all
        .flatMap((record) => record.stories)
        .filter(({ state }) => asked.state === undefined || state === asked.state)
        .toSorted((a, b) => first(b) - first(a) || b.publishedAt.localeCompare(a.publishedAt));
      const some = stories.slice(asked.from, asked.from + limit);
      const reports = some.flatMap((story) => reportsTold(story, reportsOf.get(story.id)) ?? []);
      return { stories: some, total: stories.length, thumbnails: await thumbnailsOf(some), reports };
    },

    /** What a colleague proposed is decided where proposals are; it can be pinned here like any other. */
    act(id: string, asked: StoryAct, by: string): Promise<StoryOutcome> {
      return change(id, by, asked.act, (story) => edited(story, asked, clock.now()));
    },

    /** The same for many that wait, each by itself. What phones reported is looked at alone. */
    async bulk(asked: BulkStories, by: string): Promise<{ id: StoryId; refused?: StoryRefusal }[]> {
      const results: { id: StoryId; refused?: StoryRefusal }[] = [];
      for (const { act, id } of each(asked)) {
        const outcome = await change(id, by, act.act, (story, reports) => {
          if (act.act !== 'wait' && story.state !== 'waiting') return 'decided';
          return act.act !== 'wait' && isReported(story, reports) ? 'reported' : edited(story, act, clock.now());
        });
        if (!('refused' in outcome)) results.push({ id });
        else results.push({ id, refused: outcome.refused });
      }
      return results;
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

function each(asked: BulkStories): { id: StoryId; act: StoryAct }[] {
  if (asked.act === 'wait') return asked.stories.map(({ id }) => ({ id, act: { act: 'wait', from: asked.from } }));
  return asked.stories.map(({ id, seen }) => ({ id, act: { act: asked.act, seen } }));
}

/** A story as it is after an act, or why not: pure. */
function edited(story: Story, asked: StoryAct, nowMs: number): Exclude<Verdict, undefined> {
  const { pinnedUntil: _, ...rest } = story;
  const { approved: __, ...unapproved } = rest;
  if ('seen' in asked && asked.seen !== undefined && wordsText(asked.seen) !== wordsText(story)) return 'changed';
  if (asked.act === 'pin') return { ...rest, pinnedUntil: asked.until ?? isoOf(nowMs + 7 * 24 * 3_600_000) };
  if (asked.act === 'unpin') return rest;
  if (story.sourceId === COLLEAGUES) return 'not-here';
  switch (asked.act) {
    case 'approve':
      return { ...story, state: 'live', approved: true };
    case 'block':
      return { ...unapproved, state: 'blocked' };
    case 'wait':
      return story.state === asked.from ? { ...unapproved, state: 'waiting' } : 'decided';
  }
}
