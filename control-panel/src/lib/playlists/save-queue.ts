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
  /** Resolves when nothing waits or is on its way; `false`: what waits was refused. */
  settled: () => Promise<boolean>;
  readonly idle: boolean;
  readonly etag: string;
};

export function createSaveQueue<T>(deps: {
  etag: string;
  put: Put<T>;
  onstate: (state: SaveState, problem?: Problem) => void;
}): SaveQueue<T> {
  let { etag } = deps;
  let waiting: { value: T } | undefined;
  let sending = false;
  let stopped = false;
  const waiters: ((saved: boolean) => void)[] = [];
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
    etag = outcome.etag;
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
      if (over !== undefined) etag = over;
      stopped = false;
      void run();
    },
    adopt(next) {
      etag = next;
      waiting = undefined;
      stopped = false;
      deps.onstate('saved');
    },
    settled() {
      if (stopped) return Promise.resolve(false);
      if (!sending && waiting === undefined) return Promise.resolve(true);
      return new Promise((resolve) => waiters.push(resolve));
    },
    get idle() {
      return !sending && !stopped && waiting === undefined;
    },
    get etag() {
      return etag;
    },
  };
}
