/** The list of stories in one tab: which are shown, which one the keys mean, and what was decided last. */
import { getContext, setContext } from 'svelte';
import type { StoryAct, StoryReported } from '@palier/api/client';
import { COLLEAGUES, type Story } from '@palier/playlists/story';
import { stepIn } from '../inbox/keys.ts';
import { DeskKeys } from '../moderation/desk-keys.svelte.ts';

type Titled = { id: Story['id']; title: string };
/** Decided in one go. `back`: what takes it back, of one; of many, what the decision had made of them. */
export type StoryDeed = { toast: number | undefined } & (
  { one: Titled; back: StoryAct } | { many: readonly Titled[]; from: 'live' | 'blocked' }
);

const KEY = Symbol('stories');

export class StoryDesk extends DeskKeys {
  stories = $state.raw<readonly Story[]>([]);
  reports = $state.raw<ReadonlyMap<string, StoryReported>>(new Map());
  /** The one that the keys mean. */
  at = $state<string>();
  /** A request is on its way. */
  busy = $state(false);
  last: StoryDeed | undefined;
  underway: Promise<void> | undefined;
  #head: HTMLElement | undefined;

  /** Of those shown: what waits and can be decided with others. What phones reported is looked at by itself. */
  readonly together = $derived(
    this.stories.filter(
      ({ id, state, sourceId }) => state === 'waiting' && sourceId !== COLLEAGUES && this.reports.get(id)?.hid !== true,
    ),
  );

  get current(): Story | undefined {
    return this.stories.find(({ id }) => id === this.at);
  }

  /** The one `by` places on. */
  beside(id: string | undefined, by: 1 | -1): string | undefined {
    const at = this.stories.findIndex((one) => one.id === id);
    return this.stories[stepIn(this.stories.length, at, by)]?.id;
  }

  /** Where to go when `id` leaves the list: the next one, else the one before. */
  after(id: string): string | undefined {
    const next = this.beside(id, 1);
    return next === id ? this.stories.at(-2)?.id : next;
  }

  /** For `@attach`: the heading of the list, where the focus goes when nothing is left of it. */
  readonly head = (heading: HTMLElement): (() => void) => {
    this.#head = heading;
    return () => {
      if (this.#head === heading) this.#head = undefined;
    };
  };

  /** Leads the focus, and the keys, to a story; to the heading when it is not there. */
  go(id: string | undefined): void {
    const row = id === undefined ? null : document.querySelector<HTMLElement>(`[data-story="${CSS.escape(id)}"]`);
    this.at = row === null ? undefined : id;
    (row ?? this.#head)?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }
}

export const setStoryDesk = (): StoryDesk => setContext(KEY, new StoryDesk());
export const getStoryDesk = (): StoryDesk => getContext<StoryDesk>(KEY);
