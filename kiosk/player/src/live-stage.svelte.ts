/** The stage in a living page: its view as state, its timers, and the core at the other end of the wire. */
import { flushSync } from 'svelte';
import { createNowStream } from './now-stream.ts';
import { createReports } from './reports.ts';
import { createStage } from './stage/stage.ts';

const ALIVE_MS = 10_000;
/** How often the core is asked again when a promised change is overdue. */
const OVERDUE_ASK_MS = 2_000;

export function createLiveStage() {
  const reports = createReports({ fetch: (...request) => fetch(...request), wait: (ms) => pause(ms) });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askedAtMs = 0;
  let changed = false;
  let said = '';

  const stage = createStage({
    clock: () => Date.now(),
    onplay: reports.play,
    onfault: reports.fault,
    onchange: () => (changed = true),
  });
  let view = $state.raw(stage.view());

  /** At once when the wall shows something else: whoever started a takeover waits for it. Else every ten seconds. */
  function sayAlive(always = false): void {
    const now = `${view.state} ${view.itemKey}`;
    if (!always && now === said) return;
    said = now;
    reports.alive({ key: view.itemKey || undefined, state: view.state, pagePx: pagePx() });
  }

  /** Everything that happens goes through here, so that one event makes one rendering, at once. */
  function step(act: () => void): void {
    act();
    if (changed) {
      changed = false;
      view = stage.view();
      sayAlive();
    }
    clearTimeout(timer);
    timer = setTimeout(wake, stage.wakeInMs() + 1);
  }

  function wake(): void {
    step(() => stage.tick());
    if (stage.overdue() && Date.now() - askedAtMs > OVERDUE_ASK_MS) {
      askedAtMs = Date.now();
      void stream.ask();
    }
  }

  const stream = createNowStream({
    fetch: (...request) => fetch(...request),
    random: Math.random,
    wait: pause,
    onnow: (now) => {
      // What is published is prepared, ready and on its way to the wall before this returns.
      step(() => stage.receive(now));
      flushSync();
    },
  });

  return {
    get view() {
      return view;
    },
    ready: (mountId: number) => step(() => stage.ready(mountId)),
    fault: (mountId: number, reason: string) => step(() => stage.fault(mountId, reason)),
    settled: (mountId: number) => step(() => stage.settled(mountId)),
    /** Until the returned function is called. */
    start(): () => void {
      void stream.run();
      wake();
      const alive = setInterval(() => sayAlive(true), ALIVE_MS);
      return () => {
        stream.stop();
        clearInterval(alive);
        clearTimeout(timer);
      };
    },
  };
}

/** The page in pixels of the screen: the server sends the copy of a picture that fits. */
function pagePx(): { width: number; height: number } {
  const px = (css: number) => Math.max(1, Math.round(css * window.devicePixelRatio));
  return { width: px(window.innerWidth), height: px(window.innerHeight) };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
