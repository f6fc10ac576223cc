/**
 * One API node on PostgreSQL as a process of its own, for tests that pause it or race it: it opens the storage whose
 * URL is its argument and does over IPC what the test asks. Every message it sends is a `NodeMessage`.
 */
import { createJobs, JobLost } from '../../api/src/jobs.ts';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import { isRefused, type Change } from '../../api/src/storage/storage.ts';
import { user } from '../storage/documents.ts';

export type NodeRequest =
  | { ask: 'user'; id: string; email: string }
  | { ask: 'count'; key: string }
  | { ask: 'hang'; id: string; holdMs: number }
  | { ask: 'job'; name: string; leaseMs: number; holdMs: number };
export type NodeMessage =
  | { said: 'ready' }
  | { said: 'heard'; changes: readonly Change[] }
  | { said: 'outcome'; outcome: string }
  | { said: 'inside' }
  | { said: 'working'; token: number };

const say = (message: NodeMessage): void => void process.send?.(message);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => Date.now() };
const storage = await openPostgresStorage({ url: process.argv[2] ?? '', log });

storage.watch((changes) => say({ said: 'heard', changes }));
process.on('message', (request: NodeRequest) => {
  answer(request).then(
    (outcome) => say({ said: 'outcome', outcome }),
    (error: unknown) => say({ said: 'outcome', outcome: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
say({ said: 'ready' });

async function answer(request: NodeRequest): Promise<string> {
  switch (request.ask) {
    case 'user': {
      const put = storage.transact((tx) => tx.put('users', user(request.id, request.email)));
      return isRefused(await put) ? 'refused' : 'written';
    }
    case 'count':
      await storage.transact(async (tx) => {
        const before = Number((await tx.get('settings', request.key))?.value ?? 0);
        await tx.put('settings', { id: request.key, value: before + 1 });
      });
      return 'counted';
    case 'hang':
      await storage.transact(async (tx) => {
        await tx.put('settings', { id: request.id, value: process.pid });
        say({ said: 'inside' });
        await sleep(request.holdMs);
      });
      return 'written';
    case 'job':
      return await holdJob(request.name, request.leaseMs, request.holdMs);
  }
}

/** Takes the job, sits on it, and then tries to write its result. */
async function holdJob(name: string, leaseMs: number, holdMs: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const jobs = createJobs({ table: storage.jobs, clock, log, leaseMs, pollMs: 100 });
  await jobs.schedule(name, { everyMs: 3_600_000 }, async (job) => {
    say({ said: 'working', token: job.token });
    await sleep(holdMs);
    const written = job.commit((tx) => tx.put('settings', { id: name, value: job.token }));
    await written.then(
      () => resolve('committed'),
      (error: unknown) => resolve(error instanceof JobLost ? 'lost' : String(error)),
    );
  });
  return await promise;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
