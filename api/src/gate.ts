/** Lets few in at once, a bounded number wait, and only some of them for one key: nobody starves the others. */

export type GateRule = { atOnce: number; maxWaiting: number; maxWaitingPerKey: number };

export function createGate({ atOnce, maxWaiting, maxWaitingPerKey }: GateRule) {
  let inside = 0;
  const waiting: { key: string; enter: () => void }[] = [];
  const leave = () => {
    inside -= 1;
    const next = waiting.shift();
    if (next === undefined) return;
    inside += 1;
    next.enter();
  };
  return {
    /** Answers how to leave again, or nothing when there is no room to wait. */
    async enter(key: string): Promise<(() => void) | undefined> {
      if (inside < atOnce) {
        inside += 1;
        return leave;
      }
      const own = waiting.filter((one) => one.key === key).length;
      if (waiting.length >= maxWaiting || own >= maxWaitingPerKey) return undefined;
      await new Promise<void>((resolve) => waiting.push({ key, enter: resolve }));
      return leave;
    },
  };
}
export type Gate = ReturnType<typeof createGate>;
