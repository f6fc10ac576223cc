/** Several API processes on one PostgreSQL behave as one, also while one of them is paused by the machine. */
import { fork, type ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { createJobs, type JobWork } from '../../api/src/jobs.ts';
import { openPostgresStorage, type PostgresStorage } from '../../api/src/storage/postgres.ts';
import { user } from '../storage/documents.ts';
import { quiet } from '../storage/support.ts';
import type { NodeMessage, NodeRequest } from '../support/postgres-node.ts';
import { describePostgres } from '../support/postgres.ts';

const NODE = new URL('../support/postgres-node.ts', import.meta.url).pathname;
const started: ChildProcess[] = [];
const opened: PostgresStorage[] = [];

await describePostgres('nodes on PostgreSQL', ({ createDatabase }) => {
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await Promise.all(opened.splice(0).map((storage) => storage.close()));
  });
  const open = async (url: string) => {
    const storage = await openPostgresStorage({ url, ...quiet() });
    opened.push(storage);
    return storage;
  };

  describe('two processes', () => {
    test('a change through one reaches a watcher in the other within a second', async () => {
      const url = await createDatabase();
      const [here, there] = await Promise.all([open(url), startNode(url)]);
      const waits: number[] = [];
      for (let round = 0; round < 20; round += 1) {
        const heard = there.next('heard');
        const startedAt = performance.now();
        await here.transact((tx) => tx.put('users', user(`user-${round}`)));
        expect((await heard).changes).toEqual([{ topic: 'users', revision: round + 1 }]);
        waits.push(performance.now() - startedAt);
      }
      expect(Math.max(...waits)).toBeLessThan(1_000);
    });

    test('of two that take the same unique value at the same time exactly one wins', async () => {
      const url = await createDatabase();
      const [one, two] = await Promise.all([startNode(url), startNode(url)]);
      for (let round = 0; round < 40; round += 1) {
        const email = `same-${round}@example.com`;
        const outcomes = await Promise.all([
          one.ask({ ask: 'user', id: `one-${round}`, email }),
          two.ask({ ask: 'user', id: `two-${round}`, email }),
        ]);
        expect(outcomes.toSorted()).toEqual(['refused', 'written']);
      }
    });

    test('no step of a counter is lost between them', async () => {
      const url = await createDatabase();
      const [here, ...nodes] = await Promise.all([open(url), startNode(url), startNode(url)]);
      for (let round = 0; round < 50; round += 1)
        await Promise.all(nodes.map((node) => node.ask({ ask: 'count', key: 'steps' })));
      expect((await here.get('settings', 'steps'))?.value).toBe(100);
      expect(await here.revision('settings')).toBe(100);
    });
  });

  describe('a node that is paused', () => {
    test('inside a transaction holds up the others for seconds at most, and its write is not lost', async () => {
      const url = await createDatabase();
      const [here, paused] = await Promise.all([open(url), startNode(url)]);
      const outcome = paused.ask({ ask: 'hang', id: 'motto', holdMs: 50 });
      await paused.next('inside');
      paused.child.kill('SIGSTOP');
      const startedAt = performance.now();
      await here.transact((tx) => tx.put('settings', { id: 'motto', value: 'here' }));
      expect(performance.now() - startedAt).toBeLessThan(9_000);
      expect(await here.get('settings', 'motto')).toEqual({ id: 'motto', value: 'here' });
      paused.child.kill('SIGCONT');
      expect(await outcome).toBe('written');
      expect(await here.get('settings', 'motto')).toEqual({ id: 'motto', value: paused.child.pid });
      expect(await here.revision('settings')).toBe(2);
    });

    test('while it holds a job loses it to another, and cannot write its result afterwards', async () => {
      const url = await createDatabase();
      const [here, paused] = await Promise.all([open(url), startNode(url)]);
      const outcome = paused.ask({ ask: 'job', name: 'report', leaseMs: 1_000, holdMs: 300 });
      const { token } = await paused.next('working');
      paused.child.kill('SIGSTOP');
      const tokens: number[] = [];
      const jobs = createJobs({ table: here.jobs, ...timing });
      await jobs.schedule('report', { everyMs: 3_600_000 }, async (job) => {
        await job.commit((tx) => tx.put('settings', { id: 'report', value: job.token }));
        tokens.push(job.token);
      });
      await expect.poll(() => tokens, { timeout: 10_000 }).toEqual([token + 1]);
      paused.child.kill('SIGCONT');
      expect(await outcome).toBe('lost');
      expect((await here.get('settings', 'report'))?.value).toBe(token + 1);
      await jobs.close();
    });

    test('while it works longer than its lease but is not paused, it keeps the job', async () => {
      const url = await createDatabase();
      const [here, busy] = await Promise.all([open(url), startNode(url)]);
      const outcome = busy.ask({ ask: 'job', name: 'report', leaseMs: 600, holdMs: 2_500 });
      await busy.next('working');
      const taken: number[] = [];
      const jobs = createJobs({ table: here.jobs, ...timing });
      await jobs.schedule('report', { everyMs: 3_600_000 }, async (job) => void taken.push(job.token));
      expect(await outcome).toBe('committed');
      expect(taken).toEqual([]);
      await jobs.close();
    });
  });

  describe('jobs', () => {
    test('each runs once, whichever of three nodes takes it', async () => {
      const url = await createDatabase();
      const nodes = await Promise.all([open(url), open(url), open(url)]);
      const runs: string[] = [];
      const work: JobWork = async (job) => {
        const written = await job.commit((tx) => tx.append('plays', 'runs', job.name, run));
        runs.push(written === true ? job.name : `${job.name} again`);
      };
      const runners = nodes.map((node) => createJobs({ table: node.jobs, ...timing }));
      const names = ['feeds', 'retention', 'report'];
      await Promise.all(
        runners.flatMap((jobs) => names.map((name) => jobs.schedule(name, { everyMs: 3_600_000 }, work))),
      );
      await expect.poll(() => runs.length, { timeout: 10_000 }).toBe(3);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(runs.toSorted()).toEqual(['feeds', 'report', 'retention']);
      await Promise.all(runners.map((jobs) => jobs.close()));
    });

    test('one that fails is tried again; one for an instant runs once and then never', async () => {
      const node = await open(await createDatabase());
      const jobs = createJobs({ table: node.jobs, ...timing });
      let tries = 0;
      let reports = 0;
      await jobs.schedule('flaky', { everyMs: 200 }, async () => {
        tries += 1;
        if (tries === 1) throw new Error('no luck');
      });
      await jobs.schedule('once', { atMs: timing.clock.now() }, async () => void (reports += 1));
      await expect.poll(() => tries, { timeout: 10_000 }).toBeGreaterThan(2);
      expect(reports).toBe(1);
      await jobs.close();
    });
  });
});

const timing = { clock: quiet().clock, log: quiet().log, leaseMs: 1_000, pollMs: 100 };
const run = {
  play: {
    id: '00000000-0000-4000-8000-000000000001',
    entryId: 'welcome',
    startedAt: '2026-05-07T10:00:00Z',
    endedAt: '2026-05-07T10:00:00Z',
    revision: 1,
  },
  receivedAt: '2026-05-07T10:00:00Z',
} as never;

type Said = NodeMessage['said'];
type Message<S extends Said> = Extract<NodeMessage, { said: S }>;

async function startNode(url: string) {
  const child = fork(NODE, [url], { stdio: 'inherit' });
  started.push(child);
  function next<S extends Said>(said: S): Promise<Message<S>> {
    return new Promise((resolve) => {
      const hear = (message: NodeMessage): void => {
        if (message.said !== said) return;
        child.off('message', hear);
        resolve(message as Message<S>);
      };
      child.on('message', hear);
    });
  }
  async function ask(request: NodeRequest): Promise<string> {
    const outcome = next('outcome');
    child.send(request);
    return (await outcome).outcome;
  }
  await next('ready');
  return { child, next, ask };
}
