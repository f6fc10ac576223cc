/**
 * What the pages of the inbox share in one tab: unsent words, what was found, the keyboard, and when it locks. Drafts
 * and findings are in the tab's memory alone, never in the browser's storage.
 */
import { getContext, setContext } from 'svelte';
import type { InboxRow, InboxView } from '@palier/playlists/thread-views';
import { actOf, type InboxAct } from './keys.ts';

export type Draft = { reply: string; note: string };
export type Found = { text: string; threads: InboxRow[]; searched: number; of: number };

const KEY = Symbol('inbox');
const KEYS_OFF = 'palier-inbox-keys-off';
const NOTIFY = 'palier-inbox-notify';

export class InboxDesk {
  locksAtMs = $state<number>();
  progress = $state.raw<{ opened: number; of: number }>();
  found = $state.raw<Found>();
  helpOpen = $state(false);
  keysOn = $state(true);
  notifies = $state(false);
  /** The address of the list one came from, to go back to it. */
  listPath = $state('/inbox');
  readonly #drafts = new Map<string, Draft>();
  readonly #acts = new Map<InboxAct, () => void>();

  /** Reads what this browser was told before. Only in the browser. */
  wake(): void {
    this.keysOn = localStorage.getItem(KEYS_OFF) === null;
    this.notifies =
      localStorage.getItem(NOTIFY) !== null && 'Notification' in window && Notification.permission === 'granted';
  }

  know(view: InboxView): void {
    this.locksAtMs = view.locksAt === undefined ? undefined : Date.parse(view.locksAt);
    this.progress = view.progress;
  }

  draft(id: string): Draft {
    const draft = this.#drafts.get(id) ?? { reply: '', note: '' };
    this.#drafts.set(id, draft);
    return draft;
  }

  /** What a key does while a component is there; the returned function takes it back. */
  on(act: InboxAct, run: () => void): () => void {
    this.#acts.set(act, run);
    return () => {
      if (this.#acts.get(act) === run) this.#acts.delete(act);
    };
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

  /** Only ever on a click: the browser's question must not come by itself. */
  async switchNotices(on: boolean): Promise<boolean> {
    const allowed = on && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    this.notifies = allowed;
    if (allowed) localStorage.setItem(NOTIFY, '1');
    else localStorage.removeItem(NOTIFY);
    return allowed === on;
  }
}

export const setDesk = (): InboxDesk => setContext(KEY, new InboxDesk());
export const getDesk = (): InboxDesk => getContext<InboxDesk>(KEY);
