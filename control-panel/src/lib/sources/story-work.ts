/** What is decided of stories: one request each, or fifty at once; what was decided in one go is taken back in one go. */
import { tick } from 'svelte';
import { invalidate } from '$app/navigation';
import type { BulkStories, BulkStoriesDone, StoryAct, StoryWords } from '@palier/api/client';
import type { Story } from '@palier/playlists/story';
import { api, isRefusal, settle } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { problemWords } from '../problem-words.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';
import { titleCut } from './source-words.ts';
import type { StoryDeed, StoryDesk } from './story-desk.svelte.ts';
import { refusedOf, titlesOf } from './story-words.ts';

export type RowAct = 'approve' | 'block' | 'pin' | 'unpin';

const SAID: Record<RowAct, (about: { title: string }) => string> = {
  approve: m.feeds_said_approve,
  block: m.feeds_said_block,
  pin: m.feeds_said_pin,
  unpin: m.feeds_said_unpin,
};
/** Said of one that phones had reported. */
const SAID_ANSWERED: Record<'approve' | 'block', (about: { title: string }) => string> = {
  approve: m.stories_said_answered_approve,
  block: m.stories_said_answered_block,
};
const SAID_MANY: Record<'approve' | 'block', (about: { count: number }) => string> = {
  approve: m.stories_said_many_approve,
  block: m.stories_said_many_block,
};
/** As many as the server decides in one request. */
const AT_ONCE = 50;

export function createStoryWork(deps: { desk: StoryDesk; toasts: Toasts }) {
  const { desk, toasts } = deps;

  /** The page of stories depends on it, and the count in the rail. */
  const refresh = () => invalidate('palier:stories');

  /** One after the other: what comes while a request is on its way is not done. */
  async function alone(work: () => Promise<void>): Promise<void> {
    if (desk.underway !== undefined) return;
    desk.busy = true;
    desk.underway = work();
    try {
      await desk.underway;
    } finally {
      desk.underway = undefined;
      desk.busy = false;
    }
  }

  /** Shows what holds now; the focus of who is in the list goes to `id`, or to the heading. */
  async function arrive(id: string | undefined, hadFocus: boolean): Promise<void> {
    await refresh();
    await tick();
    if (hadFocus) desk.go(id);
  }

  function say(text: string, deed: StoryDeed): void {
    desk.last = deed;
    toasts.show(text, { topic: 'story', action: { label: m.undo(), run: () => void undo(deed) } });
    deed.toast = toasts.latest;
  }

  async function decideOne(story: Story, act: RowAct): Promise<void> {
    const hadFocus = isInList();
    const next = story.state === 'live' && act !== 'block' ? story.id : desk.after(story.id);
    const isAnswer = desk.reports.get(story.id)?.hid === true;
    const answer = await settle(api.stories.act(story.id, wantedOf(act, wordsOf(story))));
    if (isRefusal(answer)) {
      toasts.show(problemWords(answer.problem), { tone: 'bad' });
      return arrive(story.id, hadFocus);
    }
    await arrive(next, hadFocus);
    const said = isAnswer && (act === 'approve' || act === 'block') ? SAID_ANSWERED[act] : SAID[act];
    const deed = { one: story, back: backOf(story, act), toast: undefined };
    say(said({ title: titleCut(story.title) }), deed);
  }

  /** All that can be decided together, each by itself: what was refused stays, and is named. */
  async function decideMany(act: 'approve' | 'block'): Promise<void> {
    const stories = desk.together;
    const titles = new Map<string, string>(stories.map(({ id, title }) => [id, title]));
    const results = await inLots(
      stories.map((story) => ({ id: story.id, seen: wordsOf(story) })),
      (lot) => ({ act, stories: lot }),
    );
    const done = stories.filter(({ id }) => results.some((one) => one.id === id && one.refused === undefined));
    await arrive(undefined, true);
    if (done.length > 0)
      say(SAID_MANY[act]({ count: done.length }), {
        many: done,
        from: act === 'approve' ? 'live' : 'blocked',
        toast: undefined,
      });
    const refused = results.flatMap(({ id, refused: why }) => (why ? [{ title: titles.get(id) ?? '', why }] : []));
    for (const text of refusedOf(refused)) toasts.show(text, { tone: 'bad' });
  }

  /** Those before a lot that could not be sent are decided all the same. */
  async function inLots<T>(all: readonly T[], asked: (lot: T[]) => BulkStories): Promise<BulkStoriesDone['results']> {
    const results: BulkStoriesDone['results'] = [];
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const answer = await settle(api.stories.decideMany(asked(all.slice(from, from + AT_ONCE))));
      if (isRefusal(answer)) {
        toasts.show(problemWords(answer.problem), { tone: 'bad' });
        break;
      }
      results.push(...answer.results);
    }
    return results;
  }

  async function takeBack(deed: StoryDeed): Promise<void> {
    if (desk.last === deed) desk.last = undefined;
    if (deed.toast !== undefined) toasts.dismiss(deed.toast);
    if ('one' in deed) {
      const answer = await settle(api.stories.act(deed.one.id, deed.back));
      if (isRefusal(answer)) toasts.show(problemWords(answer.problem), { tone: 'bad' });
      else toasts.show(m.stories_said_undone({ title: titleCut(deed.one.title) }));
      return arrive(deed.one.id, true);
    }
    const { many, from } = deed;
    const results = await inLots(
      many.map(({ id }) => ({ id })),
      (stories) => ({ act: 'wait', from, stories }),
    );
    const stuck = new Set<string>(results.filter((one) => one.refused !== undefined).map(({ id }) => id));
    await arrive(many[0]?.id, true);
    const count = results.length - stuck.size;
    if (count > 0) toasts.show(m.stories_said_undone_many({ count }));
    const titles = many.filter(({ id }) => stuck.has(id)).map(({ title }) => titleCut(title));
    if (titles.length > 0) toasts.show(m.stories_not_undone({ titles: titlesOf(titles) }), { tone: 'bad' });
  }

  async function undo(chosen?: StoryDeed): Promise<void> {
    // Asked for while a decision is still on its way: that one is meant.
    await desk.underway?.catch(() => undefined);
    const deed = chosen ?? desk.last;
    if (deed === undefined) toasts.show(m.moderation_undo_nothing());
    else await alone(() => takeBack(deed));
  }

  return {
    decide: (story: Story, act: RowAct) => alone(() => decideOne(story, act)),
    decideAll: (act: 'approve' | 'block') => alone(() => decideMany(act)),
    undo,
    /** One that the house wrote itself goes for good. */
    remove: (story: Story) =>
      alone(async () => {
        const answer = await settle(api.stories.remove(story.id));
        if (isRefusal(answer)) toasts.show(problemWords(answer.problem), { tone: 'bad' });
        await arrive(desk.after(story.id), isInList());
      }),
  };
}
export type StoryWork = ReturnType<typeof createStoryWork>;

const isInList = () => document.activeElement?.closest('[data-story]') != null;

const wordsOf = ({ title, excerpt, url }: Story): StoryWords => ({
  title,
  ...(excerpt === undefined ? {} : { excerpt }),
  ...(url === undefined ? {} : { url }),
});

function wantedOf(act: RowAct, seen: StoryWords): StoryAct {
  return act === 'approve' || act === 'pin' ? { act, seen } : { act };
}

/** It is about the words that were decided on, not about newer ones that nobody read. */
function backOf(story: Story, act: RowAct): StoryAct {
  const seen = wordsOf(story);
  switch (act) {
    case 'pin':
      return { act: 'unpin' };
    case 'unpin':
      return { act: 'pin', seen };
    case 'approve':
      return story.state === 'waiting' ? { act: 'wait', from: 'live' } : { act: 'block' };
    case 'block':
      return story.state === 'waiting' ? { act: 'wait', from: 'blocked' } : { act: 'approve', seen };
  }
}
