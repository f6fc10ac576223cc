/** The streams of the logs. */
import type { Operation } from './operations.ts';

export type Stored = { position: number; key: string; text: string };
type Stream = { entries: Stored[]; keys: Set<string>; base: number };

export function createStreams() {
  const streams = new Map<string, Stream>();
  const of = (log: string, stream: string) => streams.get(JSON.stringify([log, stream]));
  return {
    hasKey: (log: string, stream: string, key: string) => of(log, stream)?.keys.has(key) ?? false,
    names: (log: string) =>
      [...streams.keys()]
        .map((name): [string, string] => JSON.parse(name))
        .filter(([of]) => of === log)
        .map(([, stream]) => stream)
        .sort(),
    count: (log: string, stream: string) => of(log, stream)?.entries.length ?? 0,
    async read(log: string, stream: string, after: number, limit: number): Promise<Stored[]> {
      const held = of(log, stream);
      return held?.entries.filter((entry) => entry.position > after).slice(0, limit) ?? [];
    },
    apply(operation: Operation): void {
      if (operation.kind === 'append') {
        const held = of(operation.log, operation.stream) ?? { entries: [], keys: new Set<string>(), base: 0 };
        streams.set(JSON.stringify([operation.log, operation.stream]), held);
        held.entries.push({ position: held.base + held.entries.length + 1, key: operation.key, text: operation.text });
        held.keys.add(operation.key);
      }
      if (operation.kind === 'drop') {
        const held = of(operation.log, operation.stream);
        if (held !== undefined)
          Object.assign(held, { base: held.base + held.entries.length, entries: [], keys: new Set() });
      }
    },
  };
}
