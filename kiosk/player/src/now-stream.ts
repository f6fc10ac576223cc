/**
 * Listens to the kiosk core: one stream of `event: now`, read by fetch so that it works on any scheme. A silent or
 * broken stream is opened anew with growing, random waits, and the core is asked plainly in between. It never gives up.
 */
import type { Now } from '@palier/playlists/now';
import { parseNow } from './parse-now.ts';
import { createSseParser } from './sse.ts';

/** Three of the core's keep-alives. */
export const SILENCE_MS = 45_000;
const ASK_MS = 5_000;
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 8_000;

export type NowStreamDeps = {
  fetch: typeof fetch;
  random: () => number;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  onnow: (now: Now) => void;
};

export function createNowStream(deps: NowStreamDeps) {
  const over = new AbortController();

  async function ask(): Promise<void> {
    const deadline = deadlineOf(over.signal, ASK_MS);
    try {
      const response = await deps.fetch('now', { signal: deadline.signal, cache: 'no-store' });
      if (response.ok) hear(await response.text());
    } finally {
      deadline.clear();
    }
  }

  function hear(text: string): boolean {
    const now = parseNow(text);
    if (now !== undefined && !over.signal.aborted) deps.onnow(now);
    return now !== undefined;
  }

  /** Resolves when the stream ends; says whether anything was heard on it. */
  async function listen(): Promise<boolean> {
    const silence = deadlineOf(over.signal, SILENCE_MS);
    let heard = false;
    try {
      const response = await deps.fetch('events', {
        headers: { accept: 'text/event-stream' },
        signal: silence.signal,
        cache: 'no-store',
      });
      if (!response.ok || response.body === null) return false;
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      const parse = createSseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return heard;
        silence.again();
        for (const { event, data } of parse(decoder.decode(value, { stream: true }))) {
          if (event === 'now') heard = hear(data) || heard;
        }
      }
    } finally {
      silence.clear();
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!over.signal.aborted) {
      const heard = await listen().catch(() => false);
      if (over.signal.aborted) return;
      failures = heard ? 0 : failures + 1;
      if (!heard) await ask().catch(() => undefined);
      const most = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
      await deps.wait(most * (0.5 + 0.5 * deps.random()), over.signal);
    }
  }

  return {
    run,
    /** Asks once, outside the stream; a failure is left to the stream. */
    ask: () => ask().catch(() => undefined),
    stop: () => over.abort(),
  };
}

/** A signal that ends with `outer`, or when `ms` pass without `again`. */
function deadlineOf(outer: AbortSignal, ms: number) {
  const own = new AbortController();
  const abort = () => own.abort();
  let timer = setTimeout(abort, ms);
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: own.signal,
    again() {
      clearTimeout(timer);
      timer = setTimeout(abort, ms);
    },
    clear() {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
      own.abort();
    },
  };
}
