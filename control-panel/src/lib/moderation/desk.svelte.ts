/** What the pages of moderation share in one tab: the keyboard, which proposals are picked, and which list was open. */
import { getContext, setContext } from 'svelte';
import type { QueueList } from '@palier/api/client';
import type { ProposalId } from '@palier/playlists/proposal';
import { DeskKeys, placed } from './desk-keys.svelte.ts';
import type { ModerationAct } from './keys.ts';
import type { Row } from './order.ts';

const KEY = Symbol('moderation');
/** Decided in one go, and taken back in one go. */
export type Deed = {
  done: readonly { id: string; title: string }[];
  /** What says so, while it stands. */ toast: number | undefined;
};

export class ModerationDesk extends DeskKeys {
  list = $state<QueueList>('waiting');
  rows = $state.raw<readonly Row[]>([]);
  /** Ids and the revision that was seen of each. */
  picked = $state.raw<ReadonlyMap<ProposalId, number>>(new Map());
  /** What was decided last in this tab. */
  last: Deed | undefined;
  /** The open one, while its last decision can be taken back. */
  undoable: Deed['done'][number] | undefined;
  /** What is being done: a key held down must not decide over the next one too. */
  underway: Promise<boolean> | undefined;
  /** U was pressed: once is enough. */
  undoing = false;
  /** A key led to the page that comes: the focus follows. */
  moved = false;
  #head: HTMLElement | undefined;
  readonly #manyActs = new Map<ModerationAct, () => void>();

  get query(): string {
    return this.list === 'waiting' ? '' : `?list=${this.list}`;
  }

  hrefOf(id: string): string {
    return `/proposals/${id}${this.query}`;
  }

  pick(id: ProposalId, revision: number): void {
    const picked = new Map(this.picked);
    if (!picked.delete(id)) picked.set(id, revision);
    this.picked = picked;
  }

  pickNone(): void {
    this.picked = new Map();
  }

  /** What it does instead while some are ticked. */
  onMany(act: ModerationAct, run: () => void): () => void {
    return placed(this.#manyActs, act, run);
  }

  protected override runOf(act: ModerationAct): (() => void) | undefined {
    return (this.picked.size > 0 ? this.#manyActs.get(act) : undefined) ?? super.runOf(act);
  }

  /** For `@attach`: the heading of what is read, where the focus goes when what had it is gone. */
  readonly head = (heading: HTMLElement): (() => void) => {
    this.#head = heading;
    return () => {
      if (this.#head === heading) this.#head = undefined;
    };
  };

  toHead(): void {
    this.#head?.focus({ preventScroll: true });
  }
}

export const setDesk = (): ModerationDesk => setContext(KEY, new ModerationDesk());
export const getDesk = (): ModerationDesk => getContext<ModerationDesk>(KEY);
