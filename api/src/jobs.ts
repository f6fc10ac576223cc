/**
 * Work that runs by itself: feed polling, retention, reports. Each job runs on one node at a time; on PostgreSQL the
 * table of jobs is shared by all nodes, with the embedded engine one process is all there is. A job must bear running
 * again: a node may die between the work and the note that it is done. What it writes goes through `job.commit`,
 * which refuses a node that lost the job while it was paused.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Refused, Storage, Transaction } from './storage/storage.ts';

export type Lease = { name: string; token: number; failures: number };

/** Where jobs are kept. All answers are `false` or `undefined` when the lease is no longer ours. */
export type JobTable = {
  /** Makes the job known, due in `inMs`; one that is known already keeps its time. */
  ensure(name: string, inMs: number): Promise<void>;
  /** Takes one of these jobs that is due and that nobody holds. */
  claim(names: readonly string[], leaseMs: number): Promise<Lease | undefined>;
  renew(lease: Lease, leaseMs: number): Promise<boolean>;
  /** Done; due again in `nextInMs`, or never. */
  finish(lease: Lease, nextInMs: number | undefined): Promise<boolean>;
  /** Failed; due again in `inMs`. */
  retry(lease: Lease, inMs: number): Promise<boolean>;
  /** A transaction of the storage that goes through only while the lease is ours; else throws `JobLost`. */
  commit<T>(lease: Lease, work: (transaction: Transaction) => Promise<T>): Promise<T | Refused>;
};

export type Job = {
  name: string;
  /** Grows each time that any node takes the job. */
  token: number;
  /** Aborted when the job was lost to another node, or at the end of the process. */
  signal: AbortSignal;
  commit<T>(work: (transaction: Transaction) => Promise<T>): Promise<T | Refused>;
};
export type JobWork = (job: Job) => Promise<void>;
/** Again and again with this much time in between, or once at an instant (epoch ms). */
export type When = { everyMs: number; firstInMs?: number } | { atMs: number };

export type Jobs = {
  /** The name identifies the job on all nodes. Answers how to take it off this node. */
  schedule(name: string, when: When, work: JobWork): Promise<() => void>;
  /** Stops taking jobs and waits for those that run, whose signal is aborted. */
  close(): Promise<void>;
};

export class JobLost extends Error {
  constructor(name: string) {
    super(`the job "${name}" is no longer held by this process`);
    this.name = 'JobLost';
  }
}

export type JobsDeps = {
  table: JobTable;
  clock: { now(): number };
  log: { warn: (fields: Record<string, unknown>, message: string) => void };
  random?: () => number;
  /** How long a node may be silent before another takes its job. */
  leaseMs?: number;
  pollMs?: number;
};

const RETRY_MS = { first: 5_000, most: 15 * 60_000 };

type Scheduled = { when: When; work: JobWork };

export function createJobs({
  table,
  clock,
  log,
  random = Math.random,
  leaseMs = 30_000,
  pollMs = 1_000,
}: JobsDeps): Jobs {
  const scheduled = new Map<string, Scheduled>();
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();
  const closing = new AbortController();
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await claimDue();
      } catch (error) {
        log.warn({ error }, 'jobs could not be asked for');
      }
      // Jittered, so that nodes do not ask in step.
      await sleep(pollMs * (0.5 + random()), undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
    }
  }

  async function claimDue(): Promise<void> {
    for (;;) {
      const names = [...scheduled.keys()].filter((name) => !running.has(name));
      const lease = names.length === 0 || closing.signal.aborted ? undefined : await table.claim(names, leaseMs);
      const job = lease && scheduled.get(lease.name);
      if (lease === undefined) return;
      if (job === undefined) await table.retry(lease, 0);
      else start(lease, job);
    }
  }

  function start(lease: Lease, job: Scheduled): void {
    const abort = new AbortController();
    const done = run(lease, job, abort)
      .catch((error: unknown) => log.warn({ error, job: lease.name }, 'a job could not be noted as done'))
      .finally(() => running.delete(lease.name));
    running.set(lease.name, { abort, done });
  }

  async function run(lease: Lease, { when, work }: Scheduled, abort: AbortController): Promise<void> {
    const { signal } = abort;
    const renewing = keepLease(table, lease, leaseMs, abort);
    try {
      await work({
        name: lease.name,
        token: lease.token,
        signal,
        commit: async (write) => await table.commit(lease, write),
      });
      await table.finish(lease, 'everyMs' in when ? when.everyMs : undefined);
    } catch (error) {
      log.warn({ error, job: lease.name }, error instanceof JobLost ? 'a job was lost' : 'a job failed');
      if (!(error instanceof JobLost)) await table.retry(lease, retryInMs(when, lease.failures));
    } finally {
      renewing.stop();
    }
  }

  return {
    async schedule(name, when, work) {
      if (scheduled.has(name)) throw new Error(`the job "${name}" is scheduled already`);
      scheduled.set(name, { when, work });
      const inMs = 'everyMs' in when ? (when.firstInMs ?? 0) : Math.max(0, when.atMs - clock.now());
      await table.ensure(name, inMs);
      looking ??= look();
      return () => void scheduled.delete(name);
    },
    async close() {
      closing.abort();
      for (const { abort } of running.values()) abort.abort();
      await looking;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** Renews at a third of the lease. By a monotonic clock it knows when the lease must be considered lost. */
function keepLease(table: JobTable, lease: Lease, leaseMs: number, abort: AbortController): { stop(): void } {
  let heldUntilMs = performance.now() + leaseMs;
  let stopped = false;
  const renew = async (): Promise<void> => {
    const askedAtMs = performance.now();
    // An answer that does not come is not a "no": the lease holds until its end.
    const held = await table.renew(lease, leaseMs).catch(() => undefined);
    if (stopped) return;
    if (held === true) heldUntilMs = askedAtMs + leaseMs;
    if (held === false || performance.now() > heldUntilMs) abort.abort(new JobLost(lease.name));
  };
  const timer = setInterval(() => void renew(), leaseMs / 3).unref();
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}

function retryInMs(when: When, failures: number): number {
  const most = Math.min(RETRY_MS.most, 'everyMs' in when ? when.everyMs : RETRY_MS.most);
  return Math.min(most, RETRY_MS.first * 2 ** Math.min(failures, 10));
}

/** For the embedded engine: one process owns the store, so it holds every job. Times are forgotten at its end. */
export function createLocalJobTable({ storage, clock }: { storage: Storage; clock: { now(): number } }): JobTable {
  const jobs = new Map<string, { dueMs: number | undefined; token: number; held: boolean; failures: number }>();
  const heldBy = (lease: Lease) => {
    const job = jobs.get(lease.name);
    return job?.held && job.token === lease.token ? job : undefined;
  };
  return {
    async ensure(name, inMs) {
      if (!jobs.has(name)) jobs.set(name, { dueMs: clock.now() + inMs, token: 0, held: false, failures: 0 });
    },
    async claim(names) {
      const now = clock.now();
      for (const name of names) {
        const job = jobs.get(name);
        if (job === undefined || job.held || job.dueMs === undefined || job.dueMs > now) continue;
        job.held = true;
        job.token += 1;
        return { name, token: job.token, failures: job.failures };
      }
      return undefined;
    },
    renew: async (lease) => heldBy(lease) !== undefined,
    async finish(lease, nextInMs) {
      const job = heldBy(lease);
      if (job === undefined) return false;
      Object.assign(job, {
        held: false,
        failures: 0,
        dueMs: nextInMs === undefined ? undefined : clock.now() + nextInMs,
      });
      return true;
    },
    async retry(lease, inMs) {
      const job = heldBy(lease);
      if (job === undefined) return false;
      Object.assign(job, { held: false, failures: job.failures + 1, dueMs: clock.now() + inMs });
      return true;
    },
    async commit(lease, work) {
      if (heldBy(lease) === undefined) throw new JobLost(lease.name);
      return await storage.transact(work);
    },
  };
}
