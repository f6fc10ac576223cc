/** The clock that everything is given: tests hand in one of their own, so no other file may read the real time. */

export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `act` once after `delayMs`; the answer cancels it. Never keeps the process alive by itself. */
  after(delayMs: number, act: () => void): () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** An instant on the wire. */
export function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Runs `act` at most once per `everyMs`, however often it is asked to; the last ask is never lost. */
export function createThrottle(clock: Clock, everyMs: number, act: () => void) {
  let lastMs = -Infinity;
  let cancel: (() => void) | undefined;
  const run = () => {
    cancel = undefined;
    lastMs = clock.now();
    act();
  };
  return {
    ask() {
      if (cancel !== undefined) return;
      const waitMs = lastMs + everyMs - clock.now();
      if (waitMs <= 0) run();
      else cancel = clock.after(waitMs, run);
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
