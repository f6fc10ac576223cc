/** The machine's own clock and timers. The only place of the core that reads them. */
import type { Clock } from './deps.ts';

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, Math.max(0, ms));
      timer.unref();
      return { cancel: () => clearTimeout(timer) };
    },
  };
}
