/** Work on named things: never two at once on one name, a few at once in all, in the order they came. */

export function createTurns(deps: { atOnce: number; onfault: (error: unknown) => void }) {
  const waiting: { name: string; work: () => Promise<void> }[] = [];
  const busy = new Set<string>();
  const idle: (() => void)[] = [];
  let closed = false;

  function pump(): void {
    while (busy.size < deps.atOnce && !closed) {
      const next = waiting.findIndex(({ name }) => !busy.has(name));
      const [turn] = next < 0 ? [] : waiting.splice(next, 1);
      if (turn === undefined) break;
      busy.add(turn.name);
      void turn
        .work()
        .catch(deps.onfault)
        .finally(() => {
          busy.delete(turn.name);
          pump();
        });
    }
    if (busy.size === 0 && (waiting.length === 0 || closed)) for (const tell of idle.splice(0)) tell();
  }
  function untilIdle(): Promise<void> {
    return new Promise((resolve) => {
      idle.push(resolve);
      pump();
    });
  }
  function take(name: string, work: () => Promise<void>): void {
    if (closed) return;
    waiting.push({ name, work });
    pump();
  }

  return {
    take,
    /** Once all that waits now is done. */
    takeLast: (work: () => Promise<void>): void => void untilIdle().then(() => take('', work)),
    idle: untilIdle,
    /** Begins nothing more, and resolves when what runs has ended. */
    async close(): Promise<void> {
      closed = true;
      await untilIdle();
    },
  };
}
export type Turns = ReturnType<typeof createTurns>;
