/** What the pages of moderation share in one tab: the keyboard, which proposals are picked, and which list was open. */
import { getContext, setContext } from 'svelte';
import type { QueueList } from '@palier/api/client';
import type { ProposalId } from '@palier/playlists/proposal';
import { actOf, type ModerationAct } from './keys.ts';
import type { Row } from './order.ts';

const KEY = Symbol('moderation');
const KEYS_OFF = 'palier-moderation-keys-off';

export class ModerationDesk {
  helpOpen = $state(false);
  keysOn = $state(true);
  list = $state<QueueList>('waiting');
  rows = $state.raw<readonly Row[]>([]);
  /** Ids and the revision that was seen of each. */
  picked = $state.raw<ReadonlyMap<ProposalId, number>>(new Map());
  /** What was decided last in this tab. */
  last: string | undefined;
  /** A key or a decision led to the page that comes: the focus follows. */
  moved = false;
  readonly #acts = new Map<ModerationAct, () => void>();

  /** Reads what this browser was told before. Only in the browser. */
  wake(): void {
    this.keysOn = localStorage.getItem(KEYS_OFF) === null;
  }

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

  /** What a key does while a component is there; the returned function takes it back. */
  on(act: ModerationAct, run: () => void): () => void {
    this.#acts.set(act, run);
    return () => {
      if (this.#acts.get(act) === run) this.#acts.delete(act);
    };
  }

  /** Does what a key would do. */
  run(act: ModerationAct): void {
    this.#acts.get(act)?.();
  }

  press(event: KeyboardEvent): void {
    const act = actOf(event);
    const run = act === undefined ? undefined : this.#acts.get(act);
    if (run === undefined || (!this.keysOn && act !== 'help') || document.querySelector('[role=dialog]')) return;
    event.preventDefault();
    run();
  }

  switchKeys(on: boolean): void {
    this.keysOn = on;
    if (on) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, '1');
  }
}

export const setDesk = (): ModerationDesk => setContext(KEY, new ModerationDesk());
export const getDesk = (): ModerationDesk => getContext<ModerationDesk>(KEY);
