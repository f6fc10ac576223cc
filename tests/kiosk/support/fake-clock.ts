/** A clock that stands still until a test moves it. Timers run in order, and promises between them get their turn. */
import type { Clock } from '@palier/kiosk/core/deps';

export type FakeClock = Clock & {
  /** Lets this much time pass, timers and what they start included. */
  pass(ms: number): Promise<void>;
  /** The wall clock jumps; no time passes. */
  jump(ms: number): void;
  pending(): number;
};

export function createFakeClock(startMs: number): FakeClock {
  let wallMs = startMs;
  let steadyMs = 0;
  let serial = 0;
  const timers = new Map<number, { dueMs: number; run: () => void }>();

  return {
    now: () => wallMs,
    monotonicMs: () => steadyMs,
    after(ms, run) {
      serial += 1;
      const id = serial;
      timers.set(id, { dueMs: steadyMs + Math.max(0, ms), run });
      return { cancel: () => void timers.delete(id) };
    },
    async pass(ms) {
      const untilMs = steadyMs + ms;
      await settled();
      for (;;) {
        const next = [...timers]
          .filter(([, timer]) => timer.dueMs <= untilMs)
          .sort((a, b) => a[1].dueMs - b[1].dueMs || a[0] - b[0])[0];
        if (next === undefined) break;
        const [id, timer] = next;
        timers.delete(id);
        wallMs += timer.dueMs - steadyMs;
        steadyMs = Math.max(steadyMs, timer.dueMs);
        timer.run();
        await settled();
      }
      wallMs += untilMs - steadyMs;
      steadyMs = untilMs;
      await settled();
    },
    jump: (ms) => void (wallMs += ms),
    pending: () => timers.size,
  };
}

/** Everything that needs no timer and no outside has happened: a few turns of the event loop. */
export async function settled(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
