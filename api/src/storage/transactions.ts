/**
 * Runs transactions one after the other over layers of pending writes, and gathers them into groups that become
 * durable by one sync. Nobody is answered, and nothing is visible outside, before that sync.
 * A group that fails is dropped with everything that was built on it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Definitions } from './definitions.ts';
import { createLayer, type Layer, type Taken } from './layer.ts';
import { encodeTransaction } from './operations.ts';
import { StorageUnavailable } from './storage.ts';
import type { View } from './tables.ts';

/** More writers than this at once are refused with 503. */
export const MAX_WAITING = 20_000;
/** A transaction holds up all others, so it may not take longer than this. */
export const MAX_WORK_MS = 10_000;

export type TransactionsDeps = {
  definitions: Definitions;
  durable: View;
  /**
   * Makes the records durable, all or none, or throws `StorageUnavailable`. Calls `apply` in the same step in which
   * it knows that they are, so that a checkpoint never falls between the disk and the memory.
   */
  write: (records: readonly Buffer[], apply: () => void) => Promise<void>;
  /** What was written shall be seen. Must not throw. */
  apply: (group: Layer) => void;
  /** Called after each group, once it is visible. Must not throw. */
  tell: (group: Layer) => void;
};

type Waiting = { resolve: () => void; reject: (error: unknown) => void };
type Group = { layer: Layer; records: Buffer[]; waiting: Waiting[] };
type Outcome<T> = { value: T } | { taken: Taken } | { error: unknown };

/** What a group that failed does to those who only looked: they look again. */
class BuiltOnFailure extends Error {}

/** Ends the work that put a document whose look-up is taken. */
export class LookupTaken extends Error {
  constructor(taken: Taken) {
    super(`${taken.collection}.${taken.lookup} is taken`);
  }
}

export type Transactions = {
  run: <T>(work: (own: Layer) => Promise<T>) => Promise<T | ({ refused: 'unique' } & Taken)>;
  /** Answers once everything that was begun has ended, well or badly. */
  idle: () => Promise<void>;
};

export function createTransactions({ definitions, durable, write, apply, tell }: TransactionsDeps): Transactions {
  const inside = new AsyncLocalStorage<{ over: boolean }>();
  const newGroup = (below: View): Group => ({ layer: createLayer(definitions, below), records: [], waiting: [] });
  let syncing: Group | undefined;
  let gathering = newGroup(durable);
  let waiting = 0;
  let failures = 0;
  let turn: Promise<unknown> = Promise.resolve();
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    for (;;) {
      // One turn of the event loop lets all writers that are ready share the sync.
      await new Promise((resolve) => setImmediate(resolve));
      if (gathering.waiting.length === 0) break;
      const group = gathering;
      syncing = group;
      gathering = newGroup(group.layer);
      try {
        if (group.records.length > 0) await write(group.records, () => apply(group.layer));
      } catch (error) {
        const behind = gathering;
        failures++;
        gathering = newGroup(durable);
        syncing = undefined;
        for (const { reject } of [...group.waiting, ...behind.waiting]) reject(error);
        continue;
      }
      gathering.layer.rebase(durable);
      syncing = undefined;
      for (const { resolve } of group.waiting) resolve();
      tell(group.layer);
    }
    flushing = undefined;
  }

  /** Joins the group that gathers; the promise tells how it ended. With `record` absent it only waits for what it saw. */
  function join(own: Layer, record: Buffer | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (record !== undefined) {
      gathering.layer.absorb(own);
      gathering.records.push(record);
    }
    const looked = () => reject(new BuiltOnFailure());
    gathering.waiting.push({ resolve, reject: record === undefined ? looked : reject });
    flushing ??= flush();
    return promise;
  }

  /** One try: works alone, joins the group, and lets the next one begin before the group is durable. */
  async function attempt<T>(work: (own: Layer) => Promise<T>): Promise<{ outcome: Outcome<T>; ended: Promise<void> }> {
    const before = failures;
    const own = createLayer(definitions, gathering.layer);
    const scope = { over: false };
    const outcome = await inside.run(scope, () => outcomeOf(work, own));
    scope.over = true;
    own.end();
    if (failures !== before) return { outcome, ended: Promise.reject(new BuiltOnFailure()) };
    const writes = 'value' in outcome && own.operations.length > 0;
    const nothingPending = syncing === undefined && gathering.records.length === 0;
    if (!writes) return { outcome, ended: nothingPending ? Promise.resolve() : join(own, undefined) };
    try {
      return { outcome, ended: join(own, encodeTransaction(own.operations, own.revisions)) };
    } catch (error) {
      return { outcome: { error }, ended: Promise.resolve() };
    }
  }

  async function alone<R>(job: () => Promise<R>): Promise<R> {
    const before = turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    turn = promise;
    await before;
    try {
      return await job();
    } finally {
      resolve();
    }
  }

  return {
    async run(work) {
      if (inside.getStore()?.over === false)
        throw new Error('a transaction may not start another one: it would wait for itself');
      if (waiting >= MAX_WAITING) throw new StorageUnavailable(503, `more than ${MAX_WAITING} writes are waiting`);
      waiting++;
      try {
        for (;;) {
          const tried = await alone(async () => {
            const { outcome, ended } = await attempt(work);
            // Handled below, after the next transaction got its turn.
            ended.catch(() => undefined);
            return { outcome, ended };
          });
          try {
            await tried.ended;
          } catch (error) {
            if (error instanceof BuiltOnFailure) continue;
            throw error;
          }
          const { outcome } = tried;
          if ('error' in outcome) throw outcome.error;
          return 'taken' in outcome ? { refused: 'unique', ...outcome.taken } : outcome.value;
        }
      } finally {
        waiting--;
      }
    },
    async idle() {
      await turn;
      while (flushing !== undefined) await flushing;
    },
  };
}

async function outcomeOf<T>(work: (own: Layer) => Promise<T>, own: Layer): Promise<Outcome<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const fail = () => reject(new Error(`a transaction took longer than ${MAX_WORK_MS} ms; nothing was written`));
    timer = setTimeout(fail, MAX_WORK_MS);
  });
  try {
    const value = await Promise.race([work(own), late]);
    const taken = own.refused();
    return taken === undefined ? { value } : { taken };
  } catch (error) {
    const taken = own.refused();
    return taken === undefined ? { error } : { taken };
  } finally {
    clearTimeout(timer);
  }
}
