/**
 * P3, P4: the n-th call to the disk fails, for n = 1, 2, 3 ... until a whole run passes. What was acknowledged is there, what
 * was refused is not, in memory and after opening again; reads went on; and once the disk is well, writes pass again.
 */
import { expect, test } from 'vitest';
import { failingDisk, lyingDisk, systemError, type Call } from './support/failing-disk.ts';
import { judge, newLedger, step, work } from './support/ledger.ts';
import { createMemoryDisk, diskWith, seeded } from './support/memory-disk.ts';
import { rounds } from './support/scale.ts';
import { openOn } from './support/stores.ts';
import type { Disk } from '../../api/src/storage/disk.ts';
import { StorageUnavailable } from '../../api/src/storage/storage.ts';

type Failure = { calls: readonly Call[]; code: string; lasting: number };

/** Runs with the n-th of these calls failing (and the next `lasting` ones); answers whether it came to that, and the faults. */
async function runWith(n: number, { calls, code, lasting }: Failure): Promise<{ reached: boolean; faults: string[] }> {
  const disk = createMemoryDisk();
  let seen = 0;
  let armed = false;
  const failing = failingDisk(disk, (call) => {
    if (!armed || !calls.includes(call)) return undefined;
    seen++;
    return seen >= n && seen < n + lasting ? systemError(code) : undefined;
  });
  const ledger = newLedger();
  const storage = await openOn(failing);
  armed = true;
  await work(storage, ledger, 3, 8);
  armed = false;
  const faults = await judge(storage, ledger);
  // Killed here, or the power cut here: nobody had the time to mend anything.
  const mayStand = calls.includes('truncate');
  for (const left of [diskWith(disk.contents()), disk.powerCut(seeded(n))]) {
    const found = await openOn(left);
    faults.push(...(await judge(found, ledger, mayStand)).map((fault) => `after a crash: ${fault}`));
    await found.close();
  }
  await recovers(storage, faults);
  await work(storage, ledger, 3, 4, 101);
  faults.push(...(await judge(storage, ledger)));
  await storage.checkpoint();
  faults.push(...(await judge(storage, ledger)));
  // As a kill leaves it: no clean end.
  for (const left of [disk, disk.powerCut(seeded(n))]) {
    const again = await openOn(left);
    faults.push(...(await judge(again, ledger)).map((fault) => `after opening again: ${fault}`));
    await again.close();
  }
  return { reached: seen >= n, faults };
}

async function recovers(storage: Awaited<ReturnType<typeof openOn>>, faults: string[]): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    try {
      await step(storage, 9, 1);
      return;
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
    }
  }
  faults.push('writes do not pass although the disk is well again');
}

const CALLS: Call[][] = [
  ['write'],
  ['datasync'],
  ['sync'],
  ['rename'],
  ['open'],
  ['syncDirectory'],
  ['remove'],
  ['truncate', 'write'],
  ['close'],
  ['list'],
];
const LASTING = rounds(2, 3);

for (const calls of CALLS) {
  for (const code of ['EIO', 'ENOSPC']) {
    test(`${calls.join(' and ')} failing with ${code} at the n-th call, for every n of a run`, async () => {
      let n = 1;
      for (let reached = true; reached; n++) {
        for (const lasting of [1, LASTING, 25]) {
          const run = await runWith(n, { calls, code, lasting });
          expect(run.faults, `n = ${n}, lasting ${lasting}`).toEqual([]);
          ({ reached } = run);
        }
        expect(n).toBeLessThan(2_000);
      }
    });
  }
}

test('a full disk answers 507, another failure 503, and health says why', async () => {
  for (const [code, status, reason] of [
    ['ENOSPC', 507, /full/],
    ['EIO', 503, /refuses writes \(EIO\)/],
  ] as const) {
    let sick = false;
    const storage = await openOn(
      failingDisk(createMemoryDisk(), (call) =>
        sick && ['write', 'open'].includes(call) ? systemError(code) : undefined,
      ),
    );
    await step(storage, 1, 1);
    sick = true;
    await expect(step(storage, 1, 2)).rejects.toMatchObject({ name: 'StorageUnavailable', status });
    expect(storage.health()).toMatchObject({ writable: false, reason: expect.stringMatching(reason) });
    expect((await storage.get('settings', 'total'))?.value).toBe(1);
    sick = false;
    await expect.poll(() => storage.health(), { timeout: 5_000 }).toEqual({ writable: true });
    await step(storage, 1, 3);
    await storage.close();
  }
});

/** One write that the disk refuses, between two that it takes; then the process is killed. */
async function refusedInBetween(as: (disk: Disk) => Disk, more: Parameters<typeof openOn>[1] = {}): Promise<string[]> {
  const disk = createMemoryDisk();
  let sick = false;
  const storage = await openOn(
    as(failingDisk(disk, (call) => (sick && ['datasync', 'open'].includes(call) ? systemError('EIO') : undefined))),
    more,
  );
  const ledger = newLedger();
  await work(storage, ledger, 1, 1);
  sick = true;
  await work(storage, ledger, 1, 1, 2);
  const inMemory = await judge(storage, ledger);
  const again = await openOn(disk);
  const onDisk = await judge(again, ledger);
  return [...inMemory, ...onDisk];
}

test('a refused write changes neither memory nor disk', async () => {
  expect(await refusedInBetween((disk) => disk)).toEqual([]);
});

test('an engine that does not roll the disk back is caught', async () => {
  expect(await refusedInBetween((disk) => lyingDisk(disk, ['truncate']))).not.toEqual([]);
});

test('an engine that does not roll the memory back is caught', async () => {
  const eager: NonNullable<Parameters<typeof openOn>[1]> = {
    around: (write) => (records, apply) => {
      apply();
      return write(records, () => undefined);
    },
  };
  expect(await refusedInBetween((disk) => disk, eager)).not.toEqual([]);
});

test('a file whose sync failed is never written again', async () => {
  const disk = createMemoryDisk();
  const condemned = new Set<string>();
  const trespasses: string[] = [];
  let syncs = 0;
  const watching: Disk = {
    ...disk,
    async open(path, mode) {
      const file = await disk.open(path, mode);
      const sync = async () => {
        if (++syncs % 7 === 0) {
          condemned.add(path);
          throw systemError('EIO');
        }
        await file.sync();
      };
      const write = async (data: Uint8Array, position: number) => {
        if (condemned.has(path)) trespasses.push(path);
        await file.write(data, position);
      };
      return { ...file, sync, datasync: sync, write };
    },
  };
  const storage = await openOn(watching);
  await work(storage, newLedger(), 3, 60);
  expect(condemned.size).toBeGreaterThan(5);
  expect(trespasses).toEqual([]);
});
