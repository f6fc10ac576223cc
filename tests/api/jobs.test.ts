/** Jobs on one node: due ones run, failing ones are tried again, and a lost lease writes nothing. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJobs, createLocalJobTable, JobLost, type JobTable } from '../../api/src/jobs.ts';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { setting } from '../storage/documents.ts';
import { quiet } from '../storage/support.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let storage: Storage;
let table: JobTable;
let nowMs = 0;
const clock = { now: () => nowMs };
const { log } = quiet();

beforeEach(async () => {
  nowMs = Date.parse('2026-05-07T10:00:00Z');
  storage = await openJsonStorage({ dir: await mkdtemp(join(tmpdir(), 'palier-jobs-')), ...quiet() });
  table = createLocalJobTable({ storage, clock });
});
afterEach(() => storage.close());

test('a repeated job is due at once, then after its interval, counted from its end', async () => {
  await table.ensure('feeds', 0);
  const lease = await claimed('feeds');
  expect(await table.claim(['feeds'], 1_000)).toBeUndefined();
  nowMs += MINUTE_MS;
  expect(await table.finish(lease, HOUR_MS)).toBe(true);
  nowMs += HOUR_MS - 1;
  expect(await table.claim(['feeds'], 1_000)).toBeUndefined();
  nowMs += 1;
  expect(await claimed('feeds')).toMatchObject({ token: lease.token + 1, failures: 0 });
});

test('a job for an instant waits for it, and is never due again', async () => {
  await table.ensure('report', HOUR_MS);
  expect(await table.claim(['report'], 1_000)).toBeUndefined();
  nowMs += HOUR_MS;
  await table.finish(await claimed('report'), undefined);
  nowMs += 1_000 * HOUR_MS;
  expect(await table.claim(['report'], 1_000)).toBeUndefined();
});

test('failures are counted until it works again', async () => {
  await table.ensure('feeds', 0);
  await table.retry(await claimed('feeds'), MINUTE_MS);
  nowMs += MINUTE_MS;
  await table.retry(await claimed('feeds'), MINUTE_MS);
  nowMs += MINUTE_MS;
  const third = await claimed('feeds');
  expect(third.failures).toBe(2);
  await table.finish(third, 0);
  expect((await claimed('feeds')).failures).toBe(0);
});

test('a lease that is no longer held writes nothing', async () => {
  await table.ensure('feeds', 0);
  const old = await claimed('feeds');
  await table.finish(old, 0);
  await claimed('feeds');
  await expect(table.commit(old, (tx) => tx.put('settings', setting('late')))).rejects.toThrow(JobLost);
  expect(await storage.get('settings', 'late')).toBeUndefined();
  expect([await table.renew(old, 1_000), await table.finish(old, 0), await table.retry(old, 0)]).toEqual([
    false,
    false,
    false,
  ]);
});

test('the runner commits through the lease, and its end waits for what runs', async () => {
  const jobs = createJobs({ table, clock, log, pollMs: 5 });
  let stopped = false;
  await jobs.schedule('retention', { everyMs: HOUR_MS }, async (job) => {
    await job.commit((tx) => tx.put('settings', setting(job.name, job.token)));
    await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
    stopped = true;
  });
  await expect.poll(() => storage.get('settings', 'retention')).toEqual(setting('retention', 1));
  await expect(jobs.schedule('retention', { everyMs: 1 }, async () => undefined)).rejects.toThrow('scheduled already');
  await jobs.close();
  expect(stopped).toBe(true);
});

test('a job that was taken off the node is not run', async () => {
  const jobs = createJobs({ table, clock, log, pollMs: 5 });
  let ran = 0;
  const off = await jobs.schedule('feeds', { everyMs: HOUR_MS, firstInMs: MINUTE_MS }, async () => void (ran += 1));
  await jobs.schedule('other', { everyMs: HOUR_MS, firstInMs: MINUTE_MS }, async () => void (ran += 10));
  off();
  nowMs += MINUTE_MS;
  await expect.poll(() => ran).toBe(10);
  await jobs.close();
});

async function claimed(name: string) {
  const lease = await table.claim([name], 1_000);
  if (lease === undefined) throw new Error(`${name} is not due`);
  return lease;
}
