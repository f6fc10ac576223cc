/**
 * Saves the newest version of one document, one request at a time. Changes made while a save is on its way are sent
 * after it, as one, with the ETag it brought. A refusal stops the queue and keeps what is unsaved until it is told on.
 */
import { isRefusal, type Problem, type Refusal } from '../api.ts';

export type SaveState = 'saved' | 'saving' | 'refused';
export type Put<T> = (value: T, etag: string) => Promise<{ value: unknown; etag: string } | Refusal>;
export type SaveQueue<T> = {
  change: (value: T) => void;
  /** Sends again what was refused; with `etag`, over the version of that ETag. */
  retry: (etag?: string) => void;
  /** The document as the server has it: forgets what was refused. */
  adopt: (etag: string) => void;
  /** A version that was the document's before the one it is at. */
  had: (etag: string) => boolean;
  /** Resolves when nothing waits or is on its way; `false`: what waits was refused. */
  settled: () => Promise<boolean>;
  readonly idle: boolean;
  readonly etag: string;
};

/**
 * Takes what a page was loaded with while nothing waits to be saved. A version that was left behind was asked for before
 * a save of ours, or somebody went back to it: the server is asked which, and its answer counts if nothing came between.
 */
export async function takeNews<V extends { etag: string }>(wanted: {
  queue: Pick<SaveQueue<never>, 'had' | 'etag'>;
  news: V;
  isIdle: () => boolean;
  /** What the server has now; absent when it does not say. */
  ask: () => Promise<V | undefined>;
  take: (news: V) => void;
}): Promise<void> {
  const { queue, news, isIdle, ask, take } = wanted;
  if (!isIdle()) return;
  if (!queue.had(news.etag)) return take(news);
  const { etag } = queue;
  const fresh = await ask();
  if (fresh !== undefined && isIdle() && queue.etag === etag) take(fresh);
}

/** How many earlier versions are remembered: what a page asked for before a save may come after it. */
const MAX_PAST = 50;

export function createSaveQueue<T>(deps: {
  etag: string;
  put: Put<T>;
  onstate: (state: SaveState, problem?: Problem) => void;
}): SaveQueue<T> {
  let { etag } = deps;
  const past: string[] = [];
  let waiting: { value: T } | undefined;
  let sending = false;
  let stopped = false;
  const waiters: ((saved: boolean) => void)[] = [];
  const goTo = (next: string) => {
    past.push(etag);
    if (past.length > MAX_PAST) past.shift();
    etag = next;
  };
  const tell = (saved: boolean) => {
    for (const waiter of waiters.splice(0)) waiter(saved);
  };

  async function run(): Promise<void> {
    if (sending || stopped || waiting === undefined) return;
    sending = true;
    deps.onstate('saving');
    const { value } = waiting;
    waiting = undefined;
    const outcome = await deps.put(value, etag);
    sending = false;
    if (isRefusal(outcome)) {
      stopped = true;
      waiting ??= { value };
      deps.onstate('refused', outcome.problem);
      tell(false);
      return;
    }
    goTo(outcome.etag);
    if (waiting !== undefined) return run();
    deps.onstate('saved');
    tell(true);
  }

  return {
    change(value) {
      waiting = { value };
      if (stopped) return;
      void run();
    },
    retry(over) {
      if (over !== undefined) goTo(over);
      stopped = false;
      void run();
    },
    adopt(next) {
      goTo(next);
      waiting = undefined;
      stopped = false;
      deps.onstate('saved');
    },
    settled() {
      if (stopped) return Promise.resolve(false);
      if (!sending && waiting === undefined) return Promise.resolve(true);
      return new Promise((resolve) => waiters.push(resolve));
    },
    had: (earlier) => earlier !== etag && past.includes(earlier),
    get idle() {
      return !sending && !stopped && waiting === undefined;
    },
    get etag() {
      return etag;
    },
  };
}
