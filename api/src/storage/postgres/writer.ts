/**
 * The one writer of this process. Works that wait are committed together (group commit): they run one after the
 * other in one serializable transaction, so they never conflict among themselves and share one fsync. Against other
 * processes the first try is optimistic; after a conflict the batch queues at the gate and runs alone, so a second
 * conflict cannot be caused by rivals. A commit whose answer was lost is looked up by its number before anything is
 * said about it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageUnavailable, type Change, type Refused } from '../storage.ts';
import { connect, connectionConfig, isConflict, isLoss, messageOf, queryOn, toUnavailable } from './connection.ts';
import type { Client } from './connection.ts';
import type { Health } from './health.ts';
import type { Model } from './model.ts';
import { beginSession, NeedsSavepoints, SessionBroken, type Work } from './session.ts';
import { LAST_BATCH, REGISTER_WRITER } from './statements.ts';

/** Works in one transaction; PostgreSQL keeps up to 64 sub-transactions at hand. */
const BATCH_MAX = 60;
/** Works that may wait; beyond, the server says so instead of filling memory. */
const QUEUE_MAX = 20_000;
const ATTEMPTS = 6;
/** A batch is given up when it did not get through for this long. */
const PATIENCE_MS = 20_000;
/** Where works fail, others do soon: so many batches are run with savepoints after one that had to begin anew. */
const CAREFUL_BATCHES = 50;
/** For how long the fate of a commit is asked for after its answer was lost. */
const SETTLE_MS = 10_000;

type Pending = {
  /** Runs the work in a session; answers how to tell its caller, which happens after the commit. */
  attempt: (session: Awaited<ReturnType<typeof beginSession>>) => Promise<() => void>;
  fail: (error: unknown) => void;
};
type Ended =
  | { end: 'committed'; settle: (() => void)[]; changes: Change[] | 'unknown' | undefined }
  | { end: 'again'; error: unknown }
  | { end: 'failed'; error: unknown };

export type WriterDeps = {
  url: string;
  model: Model;
  health: Health;
  /** `unknown`: something was committed, ask the revisions. */
  onCommit: (changes: readonly Change[] | 'unknown') => void;
};
export type Writer = ReturnType<typeof createWriter>;

export function createWriter({ url, model, health, onCommit }: WriterDeps) {
  const id = randomUUID();
  const queue: Pending[] = [];
  let client: Client | undefined;
  let registered = false;
  let batchNumber = 0;
  let careful = 0;
  let draining: Promise<void> | undefined;
  let closed = false;

  function submit<T>(work: Work<T>): Promise<T | Refused> {
    if (closed) return Promise.reject(new StorageUnavailable(503, 'the storage is closed'));
    if (queue.length >= QUEUE_MAX)
      return Promise.reject(new StorageUnavailable(503, `${QUEUE_MAX} writes are waiting already`));
    return new Promise((resolve, reject) => {
      queue.push({
        attempt: async (session) => {
          const outcome = await session.run(work);
          return 'thrown' in outcome ? () => reject(outcome.thrown) : () => resolve(outcome.value);
        },
        fail: reject,
      });
      draining ??= drain();
    });
  }

  async function drain(): Promise<void> {
    // Works that were asked for in the same turn of the event loop share the first batch.
    await Promise.resolve();
    while (queue.length > 0) await settle(queue.splice(0, BATCH_MAX));
    // In the same turn as the last look at the queue, so that no work is left behind.
    draining = undefined;
  }

  async function settle(batch: readonly Pending[]): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    let alone = false;
    let last: unknown;
    for (let attempt = 1; attempt <= ATTEMPTS && performance.now() < deadline; attempt += 1) {
      const ended = await attemptBatch(batch, alone);
      if (ended.end === 'committed') {
        if (ended.changes !== undefined) {
          health.succeeded();
          onCommit(ended.changes);
        }
        for (const tell of ended.settle) tell();
        return;
      }
      last = ended.error;
      if (ended.end === 'failed') break;
      alone ||= isConflict(last);
      if (last instanceof NeedsSavepoints) careful = CAREFUL_BATCHES;
    }
    const told = isConflict(last)
      ? new StorageUnavailable(503, 'other writers came first again and again', { cause: last })
      : toUnavailable(last);
    if (told instanceof StorageUnavailable) health.failed(told);
    else if (batch.length > 1) {
      // One of them is at fault: each stands for itself.
      for (const work of batch) await settle([work]);
      return;
    }
    for (const work of batch) work.fail(told);
  }

  async function attemptBatch(batch: readonly Pending[], alone: boolean): Promise<Ended> {
    let connection: Client;
    try {
      connection = await open();
    } catch (error) {
      return { end: 'failed', error };
    }
    batchNumber += 1;
    careful = Math.max(0, careful - 1);
    const undo = batch.length === 1 ? 'all' : careful > 0 ? 'savepoint' : 'anew';
    const settles: (() => void)[] = [];
    try {
      const session = await beginSession(connection, model, { alone, undo });
      for (const work of batch) settles.push(await work.attempt(session));
      return { end: 'committed', settle: settles, changes: await session.commit(id, batchNumber) };
    } catch (caught) {
      const error = caught instanceof SessionBroken ? caught.cause : caught;
      const committing = caught instanceof SessionBroken && caught.committing;
      await abandon(connection, error);
      if (committing) return await fate(settles, error);
      const again = isConflict(error) || isLoss(error) || error instanceof NeedsSavepoints;
      return { end: again ? 'again' : 'failed', error };
    }
  }

  /** The answer to a commit was lost. The writer's row tells whether it took place. */
  async function fate(settles: (() => void)[], error: unknown): Promise<Ended> {
    const deadline = performance.now() + SETTLE_MS;
    let reason = error;
    while (performance.now() < deadline && !closed) {
      try {
        const rows = await queryOn(await open())<{ batch: number }>(LAST_BATCH, [id]);
        if (rows[0]?.batch === batchNumber) return { end: 'committed', settle: settles, changes: 'unknown' };
        return { end: 'again', error };
      } catch (unanswered) {
        reason = unanswered;
        health.failed(toUnavailable(unanswered));
        await sleep(100);
      }
    }
    const message = `PostgreSQL went away during a commit and did not return: whether it was written is not known (${messageOf(reason)})`;
    return { end: 'failed', error: new StorageUnavailable(503, message, { cause: reason }) };
  }

  async function open(): Promise<Client> {
    if (client !== undefined) return client;
    const opened = await connect(connectionConfig(url, 'write'), (error, lost) => {
      if (client !== lost) return;
      client = undefined;
      if (!closed) health.failed(toUnavailable(error));
    });
    client = opened;
    if (!registered) await queryOn(opened)(REGISTER_WRITER, [id]);
    registered = true;
    return opened;
  }

  async function abandon(connection: Client, error: unknown): Promise<void> {
    try {
      if (isLoss(error)) throw error;
      await connection.query('rollback');
    } catch {
      // It cannot be used again; whatever it held, the server rolls back.
      if (client === connection) client = undefined;
      void connection.end().catch(() => undefined);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    await draining;
    await client?.end();
    client = undefined;
  }

  return { id, submit, close };
}
