/** The display itself: sent to sleep outside the power hours and woken before anything shows, where the shell can. */
import type { Display, Log } from './deps.ts';
import { reasonOf } from './server-link.ts';

/** One order at a time, the latest wins; a display that does not obey is logged and never stops the wall. */
export function createDisplayKeeper(display: Display | undefined, log: Log) {
  let wanted: boolean | undefined;
  let done: boolean | undefined;
  let working = false;

  async function work(): Promise<void> {
    working = true;
    while (display !== undefined && wanted !== undefined && wanted !== done) {
      const next: boolean = wanted;
      done = next;
      await display
        .set(next)
        .catch((error: unknown) => log.warn('the display does not obey', { on: next, reason: reasonOf(error) }));
    }
    working = false;
  }

  return {
    want(on: boolean): void {
      // A display that was never sent to sleep by us is not touched.
      if (on && done === undefined) return;
      wanted = on;
      if (!working) void work();
    },
    async read(): Promise<'on' | 'off' | undefined> {
      try {
        return await display?.read();
      } catch (error) {
        log.info('the display cannot be asked', { reason: reasonOf(error) });
        return undefined;
      }
    },
  };
}
