/** Loads the page again after it has crashed, hung or failed, with back-off. Holds one wait at a time. */

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** After so long without a further fault the next wait is short again. */
const WELL_AFTER_MS = 5 * 60_000;

export type Reloader = { fault(reason: string): void };

export function createReloader(deps: {
  reload: () => void;
  after: (ms: number, run: () => void) => void;
  monotonicMs: () => number;
  random: () => number;
  log: (message: string, fields: Record<string, unknown>) => void;
}): Reloader {
  let failures = 0;
  let lastMs = -Infinity;
  let isWaiting = false;

  return {
    fault(reason) {
      if (isWaiting) return;
      const nowMs = deps.monotonicMs();
      if (nowMs - lastMs > WELL_AFTER_MS) failures = 0;
      const waitMs = Math.round(Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + deps.random() / 2));
      failures = Math.min(failures + 1, 10);
      isWaiting = true;
      deps.log('the page is loaded again', { reason, waitMs });
      deps.after(waitMs, () => {
        isWaiting = false;
        lastMs = deps.monotonicMs();
        deps.reload();
      });
    },
  };
}

/** A crash that Electron itself began is none. */
export function isCrash(reason: string): boolean {
  return reason !== 'clean-exit';
}

/** `-3` is ERR_ABORTED: a load that gave way to another one. Frames from outside are the page's business. */
export function isFailedLoad(errorCode: number, isMainFrame: boolean): boolean {
  return isMainFrame && errorCode !== -3;
}
