/**
 * Gathers the topics of many events into one refresh: at once after a quiet moment, at the latest after `maxMs`.
 * Holds at most one pending refresh; knows nothing of the network.
 */
import type { PanelTopic } from '@palier/playlists/events';

export type Timers = {
  set: (run: () => void, ms: number) => number;
  clear: (timer: number) => void;
  now: () => number;
};
export type WakeUp = { add: (topics: readonly PanelTopic[]) => void; stop: () => void };

const QUIET_MS = 120;
const MAX_MS = 1_000;
/** Heartbeats come from every screen twice a minute: they alone refresh no more often than this. */
const HEARTBEAT_MS = 3_000;

export function createWakeUp(timers: Timers, refresh: (topics: PanelTopic[]) => void): WakeUp {
  const waiting = new Set<PanelTopic>();
  let timer: number | undefined;
  let firstAtMs = 0;

  function run(): void {
    timer = undefined;
    const topics = [...waiting];
    waiting.clear();
    refresh(topics);
  }

  return {
    add(topics) {
      if (topics.length === 0) return;
      const nowMs = timers.now();
      if (waiting.size === 0) firstAtMs = nowMs;
      for (const topic of topics) waiting.add(topic);
      const onlyHeartbeats = [...waiting].every((topic) => topic === 'heartbeats');
      const quietMs = onlyHeartbeats ? HEARTBEAT_MS : QUIET_MS;
      const dueMs = onlyHeartbeats
        ? firstAtMs + HEARTBEAT_MS
        : Math.min(nowMs + quietMs, Math.max(nowMs, firstAtMs + MAX_MS));
      if (timer !== undefined) timers.clear(timer);
      timer = timers.set(run, Math.max(0, dueMs - nowMs));
    },
    stop() {
      if (timer !== undefined) timers.clear(timer);
      timer = undefined;
      waiting.clear();
    },
  };
}

/** Full jitter: a random part of an exponential ceiling, 1 s to 30 s. */
export function retryDelayMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 10)));
}
