/**
 * What the page tells the core: plays and faults in order, each until it is taken or refused, at most 200 waiting
 * (the oldest give way). Signs of life are sent once and never queued.
 */
import type { PageFault, PagePlay } from '@palier/playlists/now';

export const MAX_WAITING = 200;
const SEND_MS = 5_000;
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;

type Report = { path: 'plays' | 'faults'; body: PagePlay | PageFault };
export type ReportDeps = { fetch: typeof fetch; wait: (ms: number) => Promise<void> };

export function createReports(deps: ReportDeps) {
  const waiting: Report[] = [];
  let sending = false;

  function push(report: Report): void {
    waiting.push(report);
    if (waiting.length > MAX_WAITING) waiting.shift();
    if (!sending) void drain();
  }

  async function drain(): Promise<void> {
    sending = true;
    let waitMs = FIRST_WAIT_MS;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const done = await post(next.path, next.body).catch(() => false);
      if (done) {
        if (waiting[0] === next) waiting.shift();
        waitMs = FIRST_WAIT_MS;
        continue;
      }
      await deps.wait(waitMs);
      waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
    }
    sending = false;
  }

  /** True when the core has taken it, or will never take it. */
  async function post(path: string, body: unknown): Promise<boolean> {
    const own = new AbortController();
    const timer = setTimeout(() => own.abort(), SEND_MS);
    try {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, signal: own.signal };
      const response = await deps.fetch(path, { ...init, body: JSON.stringify(body) });
      return response.ok || (response.status >= 400 && response.status < 500);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    play: (body: PagePlay) => push({ path: 'plays', body }),
    fault: (body: PageFault) => push({ path: 'faults', body }),
    alive: (body: { key?: string | undefined; state: string; pagePx?: { width: number; height: number } }) =>
      void post('alive', body).catch(() => undefined),
    waiting: () => waiting.length,
  };
}
