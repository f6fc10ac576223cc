/**
 * The pages that show this screen: each holds one event stream and gets the whole `Now` at every change. A slow page
 * is never buffered: it gets the latest when it reads again. Also keeps when a page was last heard.
 */
import type { Heartbeat, PlayerState } from '@palier/playlists/heartbeat';
import type { Now } from '@palier/playlists/now';
import { SSE_KEEPALIVE_MS } from '@palier/playlists/events';
import type { Clock, Log, Timer } from './deps.ts';
import { SSE_COMMENT, sseFrame } from './sse.ts';

export const MAX_PAGES = 16;
const SILENT_PAGE_MS = 30_000;
const MAX_RELOAD_WAIT_MS = 10 * 60_000;

export type PageWord = { key?: string | undefined; state: PlayerState; pagePx?: Heartbeat['pagePx'] };

export type Pages = {
  start(): void;
  stop(): void;
  /** An event stream for a page. */
  open(): ReadableStream<Uint8Array>;
  publish(now: Now): void;
  alive(word: PageWord): void;
  /** What a page said last, and when by the wall clock. */
  last(): { word: PageWord; atMs: number } | undefined;
  /** Whether a page spoke within the last half minute. */
  isSeen(): boolean;
};

type Subscriber = {
  controller: ReadableStreamDefaultController<Uint8Array>;
  isBehind: boolean;
  /** Keep-alives in a row that it had no room for. */
  missed: number;
};

/** A page that takes nothing for so many keep-alives has gone without a word. */
const MAX_MISSED = 3;

export function createPages(deps: {
  clock: Clock;
  log: Log;
  current: () => Now;
  reloadPage?: ((reason: string) => void) | undefined;
}): Pages {
  const { clock, log } = deps;
  const subscribers = new Set<Subscriber>();
  let latest: Uint8Array | undefined;
  let last: { word: PageWord; atMs: number; monotonicMs: number } | undefined;
  let keepalive: Timer | undefined;
  let watchdog: Timer | undefined;
  let reloads = 0;

  function send(subscriber: Subscriber, frame: Uint8Array): void {
    if ((subscriber.controller.desiredSize ?? 0) > 0) subscriber.controller.enqueue(frame);
    else subscriber.isBehind = true;
  }

  function beat(): void {
    keepalive = undefined;
    if (subscribers.size === 0) return;
    for (const subscriber of subscribers) {
      const hasRoom = (subscriber.controller.desiredSize ?? 0) > 0;
      subscriber.missed = hasRoom ? 0 : subscriber.missed + 1;
      if (hasRoom) subscriber.controller.enqueue(SSE_COMMENT);
      else if (subscriber.missed >= MAX_MISSED) drop(subscriber);
    }
    keepalive = clock.after(SSE_KEEPALIVE_MS, beat);
  }

  function drop(subscriber: Subscriber): void {
    close(subscriber);
    subscriber.controller.close();
  }

  function close(subscriber: Subscriber): void {
    subscribers.delete(subscriber);
    if (subscribers.size === 0) keepalive?.cancel();
    if (subscribers.size === 0) keepalive = undefined;
  }

  function watch(): void {
    watchdog?.cancel();
    if (deps.reloadPage === undefined) return;
    const waitMs = Math.min(MAX_RELOAD_WAIT_MS, SILENT_PAGE_MS * 2 ** Math.min(reloads, 10));
    watchdog = clock.after(waitMs, () => {
      reloads += 1;
      log.warn('the page is silent; it is loaded again', { silentMs: waitMs, reloads });
      deps.reloadPage?.(`nothing heard from the page for ${Math.round(waitMs / 1000)} s`);
      watch();
    });
  }

  return {
    start: watch,
    stop() {
      keepalive?.cancel();
      watchdog?.cancel();
      for (const { controller } of subscribers) controller.close();
      subscribers.clear();
    },
    open() {
      // The oldest gives way: it may be a page that went without a word, and the newest is the one on the wall.
      const [oldest] = subscribers;
      if (subscribers.size >= MAX_PAGES && oldest !== undefined) drop(oldest);
      let mine: Subscriber | undefined;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            mine = { controller, isBehind: false, missed: 0 };
            subscribers.add(mine);
            controller.enqueue(sseFrame('now', deps.current()));
            keepalive ??= clock.after(SSE_KEEPALIVE_MS, beat);
          },
          pull() {
            if (mine === undefined || !mine.isBehind || latest === undefined) return;
            mine.isBehind = false;
            mine.controller.enqueue(latest);
          },
          cancel() {
            if (mine !== undefined) close(mine);
          },
        },
        { highWaterMark: 2 },
      );
    },
    publish(now) {
      if (subscribers.size === 0) return;
      latest = sseFrame('now', now);
      for (const subscriber of subscribers) send(subscriber, latest);
    },
    alive(word) {
      last = { word, atMs: clock.now(), monotonicMs: clock.monotonicMs() };
      reloads = 0;
      watch();
    },
    last: () => last,
    isSeen: () => last !== undefined && clock.monotonicMs() - last.monotonicMs <= SILENT_PAGE_MS,
  };
}
