/** Work that is asked for more often than it can be done: one round at a time, and no asking is ever lost. */

/** Rounds of one piece of work. */
export type Rounds = {
  /** Begins a round, or has the one under way followed by exactly one more. Resolves when none is left. */
  ask(): Promise<void>;
  /** Resolves when nothing that was asked so far is left to do; at once when idle. */
  done(): Promise<void>;
};

/**
 * `work` is one round; what it throws goes to `onerror`, and ends that round only. The end is marked in the same step
 * that finds nothing left: a mark made a moment later would swallow whatever is asked in between.
 */
export function createRounds(work: () => Promise<void>, onerror: (error: unknown) => void): Rounds {
  let running: Promise<void> | undefined;
  let asked = false;

  async function run(): Promise<void> {
    while (asked) {
      asked = false;
      try {
        await work();
      } catch (error) {
        onerror(error);
        // So that `running` is set by now, whatever `work` did.
        await Promise.resolve();
      }
    }
    running = undefined;
  }

  return {
    ask() {
      asked = true;
      running ??= run();
      return running;
    },
    done: () => running ?? Promise.resolve(),
  };
}
