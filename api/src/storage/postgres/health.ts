/** Whether writes are possible, as last seen. While they are not, a probe asks again until one goes through. */
import { messageOf } from './connection.ts';

export type Health = ReturnType<typeof createHealth>;
export type HealthState = { writable: true } | { writable: false; reason: string };

const PROBE_MS = 500;

type HealthDeps = { onChange: (state: HealthState) => void; random: () => number };

export function createHealth({ onChange, random }: HealthDeps) {
  let state: HealthState = { writable: true };
  let probe: (() => Promise<void>) | undefined;
  let timer: NodeJS.Timeout | undefined;

  function ask(): void {
    timer = undefined;
    // The outcome reaches `failed` or `succeeded` by the write itself.
    void probe?.().catch(() => undefined);
    if (!state.writable) plan();
  }
  function plan(): void {
    if (probe !== undefined) timer ??= setTimeout(ask, PROBE_MS * (0.5 + random())).unref();
  }
  return {
    state: (): HealthState => state,
    /** `write` makes the smallest durable write there is. */
    watchWith(write: () => Promise<void>): void {
      probe = write;
    },
    failed(error: unknown): void {
      const wasWritable = state.writable;
      state = { writable: false, reason: messageOf(error) };
      if (wasWritable) onChange(state);
      plan();
    },
    succeeded(): void {
      if (state.writable) return;
      state = { writable: true };
      onChange(state);
    },
    stop(): void {
      probe = undefined;
      clearTimeout(timer);
    },
  };
}
