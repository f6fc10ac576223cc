/**
 * The push reader: a wake-up and nothing more. It says "look again", reconnects with full jitter, and drops a stream
 * on which nothing was heard for three keep-alives. What is true is asked elsewhere.
 */
import { ScreenEvent, SSE_KEEPALIVE_MS } from '@palier/playlists/events';
import { createBackoff } from './backoff.ts';
import type { Clock, Log, Timer } from './deps.ts';
import type { Identity } from './identity.ts';
import { reasonOf, type Reply, type ServerLink } from './server-link.ts';
import { createSseParser, type SseEvent } from './sse.ts';

export const SILENCE_MS = 3 * SSE_KEEPALIVE_MS;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

export type Push = { start(): void; stop(): void; connected(): boolean };

export function createPush(deps: {
  server: ServerLink;
  identity: () => Identity | undefined;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Look again, at once; called after the spread that the server asked for. */
  onWake: (reason: 'event' | 'connected') => void;
  /** The server asks for something: say something, and its answer tells what. */
  onAsked: () => void;
  /** An answer that was not a stream. */
  onRefused: (reply: Reply, token: string) => void;
}): Push {
  const { clock, log } = deps;
  const backoff = createBackoff({ firstMs: FIRST_RETRY_MS, maxMs: MAX_RETRY_MS, random: deps.random, leastMs: 100 });
  let run: AbortController | undefined;
  let isConnected = false;
  let lastEventId: string | undefined;
  let spread: Timer | undefined;

  function onEvent(event: SseEvent): void {
    if (event.id !== undefined) lastEventId = event.id;
    if (event.event === 'command') return deps.onAsked();
    if (event.event !== 'revision') return;
    const spreadMs = spreadOf(event.data) * deps.random();
    if (spreadMs < 1) return deps.onWake('event');
    spread ??= clock.after(spreadMs, () => {
      spread = undefined;
      deps.onWake('event');
    });
  }

  async function read(body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
    const parse = createSseParser(onEvent);
    const reader = body.getReader();
    let silence: Timer | undefined;
    const cancel = () =>
      void reader.cancel().catch((error: unknown) => log.info('push ended', { reason: reasonOf(error) }));
    abort.signal.addEventListener('abort', cancel, { once: true });
    try {
      for (;;) {
        silence = clock.after(SILENCE_MS, () => abort.abort(new Error('nothing heard for 45 s')));
        const chunk = await reader.read();
        silence.cancel();
        if (chunk.done) return;
        backoff.reset();
        parse(chunk.value);
      }
    } finally {
      silence?.cancel();
      abort.signal.removeEventListener('abort', cancel);
    }
  }

  async function connectOnce(abort: AbortController): Promise<void> {
    const token = deps.identity()?.token;
    if (token === undefined) return;
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
    const opened = await deps.server.open({ path: '/api/player/events', token, headers }, abort.signal);
    if (opened.kind === 'unreachable') return;
    const { response } = opened;
    if (!isStream(response) || response.body === null) {
      const ownWord = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
      await response.body?.cancel();
      deps.onRefused(
        { kind: 'reply', status: response.status, headers: response.headers, body: undefined, ownWord },
        token,
      );
      return;
    }
    isConnected = true;
    // What changed before anybody listened is asked for, not waited for.
    deps.onWake('connected');
    await read(response.body, abort);
  }

  async function loop(mine: AbortController): Promise<void> {
    while (!mine.signal.aborted) {
      const abort = new AbortController();
      const stop = () => abort.abort();
      mine.signal.addEventListener('abort', stop, { once: true });
      try {
        await connectOnce(abort);
      } catch (error) {
        log.info('push broke', { reason: reasonOf(error) });
      }
      mine.signal.removeEventListener('abort', stop);
      abort.abort();
      isConnected = false;
      if (!mine.signal.aborted) await pause(backoff.nextMs(), mine.signal);
    }
  }

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.after(ms, resolve);
      const wake = () => (timer.cancel(), resolve());
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  return {
    start() {
      if (run !== undefined) return;
      run = new AbortController();
      void loop(run);
    },
    stop() {
      run?.abort();
      run = undefined;
      spread?.cancel();
      spread = undefined;
    },
    connected: () => isConnected,
  };
}

function isStream(response: Response): boolean {
  return response.ok && response.headers.get('content-type')?.startsWith('text/event-stream') === true;
}

function spreadOf(data: string): number {
  try {
    return ScreenEvent.parse(JSON.parse(data)).spreadMs;
  } catch {
    // A wake-up in words we do not know is still a wake-up.
    return 0;
  }
}
