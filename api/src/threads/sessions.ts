/**
 * Sessions that hold keys, in the memory of this process alone: an author's open thread, HR's unlocked inbox, and
 * receipts that were shown and not yet used. They end when they are idle, at their longest life, at a restart, and
 * when told to; keys are overwritten then. The cookie's value is kept as a digest only.
 */
import type { Clock } from '../clock.ts';
import { digestOf, newSecret, type Random } from '../secrets.ts';

export type HeldRule = { idleMs: number; lifeMs: number; most: number };

type Entry<T> = { value: T; lastMs: number; startedMs: number };

/** `wipe` overwrites what must not stay in memory. */
export function createHeld<T>(
  deps: { clock: Clock; random: Random },
  rule: HeldRule,
  wipe: (value: T, key: string) => void,
) {
  const { clock, random } = deps;
  const held = new Map<string, Entry<T>>();
  let cancelSweep: (() => void) | undefined;

  const endMs = ({ lastMs, startedMs }: Entry<T>) => Math.min(lastMs + rule.idleMs, startedMs + rule.lifeMs);

  function end(key: string): void {
    const entry = held.get(key);
    if (entry === undefined) return;
    held.delete(key);
    wipe(entry.value, key);
  }

  function sweep(): void {
    for (const [key, entry] of held) if (endMs(entry) <= clock.now()) end(key);
    cancelSweep = held.size === 0 ? undefined : clock.after(Math.min(rule.idleMs, 60_000), sweep);
  }

  function keep(key: string, value: T): void {
    end(key);
    const oldest = held.size >= rule.most ? held.keys().next() : undefined;
    if (oldest?.done === false) end(oldest.value);
    held.set(key, { value, lastMs: clock.now(), startedMs: clock.now() });
    cancelSweep ??= clock.after(Math.min(rule.idleMs, 60_000), sweep);
  }

  return {
    /** Keeps it under a new secret, which it answers. */
    start(value: T): string {
      const secret = newSecret(random);
      keep(digestOf(secret), value);
      return secret;
    },
    /** Keeps it under a key that is a name already, e.g. the session of a person. */
    keep,
    /** What is held under the secret, and until when if it is not used again. A look counts as use unless `quiet`. */
    find(secret: string, quiet = false): { key: string; value: T; endsMs: number } | undefined {
      return this.at(digestOf(secret), quiet);
    },
    at(key: string, quiet = false): { key: string; value: T; endsMs: number } | undefined {
      const entry = held.get(key);
      if (entry === undefined) return undefined;
      if (endMs(entry) <= clock.now()) {
        end(key);
        return undefined;
      }
      if (!quiet) {
        entry.lastMs = clock.now();
        // The one that was used longest ago stands first, and gives way first.
        held.delete(key);
        held.set(key, entry);
      }
      return { key, value: entry.value, endsMs: endMs(entry) };
    },
    end,
    entries: (): [string, T][] => [...held].map(([key, { value }]) => [key, value]),
    count: () => held.size,
    /** Ends all: nothing that opens anything stays. */
    close(): void {
      cancelSweep?.();
      cancelSweep = undefined;
      for (const key of held.keys()) end(key);
    },
  };
}
export type Held<T> = ReturnType<typeof createHeld<T>>;
