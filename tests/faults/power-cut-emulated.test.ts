/**
 * P1, P2: power cuts on a disk that forgets whatever was not synced. And the proof that this suite would notice: an
 * engine that skips fsync, or the fsync of the folder, loses acknowledged writes here.
 */
import { expect, test } from 'vitest';
import { createMemoryDisk, seeded, type MemoryDisk } from './support/memory-disk.ts';
import { failingDisk, lyingDisk, systemError } from './support/failing-disk.ts';
import { judge, newLedger, work, type Ledger } from './support/ledger.ts';
import { rounds } from './support/scale.ts';
import { openOn } from './support/stores.ts';
import type { Disk } from '../../api/src/storage/disk.ts';

/** Works until the power is cut at the n-th call to the disk; answers the disk as the next boot finds it. */
async function cutAt(
  disk: MemoryDisk,
  call: number,
  ledger: Ledger,
  first: number,
  as: (disk: Disk) => Disk,
  random: () => number,
) {
  let calls = 0;
  let after: MemoryDisk | undefined;
  const counted = failingDisk(disk, () => {
    calls++;
    if (calls === call) after = disk.powerCut(random);
    // Whatever happens after the cut happens to nobody.
    return after === undefined ? undefined : systemError('EIO');
  });
  const noted = newLedger();
  await openOn(as(counted))
    .then((storage) => work(storage, noted, 4, 12, first))
    .catch((error: unknown) => {
      if (after === undefined) throw error;
    });
  for (const name of noted.acknowledged) ledger.acknowledged.add(name);
  return after ?? disk.powerCut(random);
}

async function faultsOf(seed: number, as: (disk: Disk) => Disk): Promise<string[]> {
  const random = seeded(seed);
  const ledger = newLedger();
  let disk = createMemoryDisk();
  const faults: string[] = [];
  for (let life = 0; life < 3; life++) {
    disk = await cutAt(disk, 1 + Math.floor(random() * 160), ledger, 1 + life * 12, as, random);
    try {
      const storage = await openOn(disk);
      faults.push(...(await judge(storage, ledger)));
      await storage.close();
    } catch (error) {
      faults.push(String(error));
    }
    if (faults.length > 0) break;
  }
  return faults;
}

test('what a restarted server showed is still there after a power cut, also if the kill came before the sync', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seeded(seed);
    const disk = createMemoryDisk();
    let dead = false;
    // The process dies between a write and its sync: the page cache has what the disk has not.
    const dying = failingDisk(
      disk,
      (call) => (dead || (dead = call === 'datasync' && random() < 0.2) ? systemError('EIO') : undefined),
      'keep',
    );
    await openOn(dying)
      .then((storage) => work(storage, newLedger(), 3, 8))
      .catch(String);
    const restarted = await openOn(disk);
    const shown = await restarted.readLog('plays', 'all', 0, 1_000);
    const after = await openOn(disk.powerCut(random));
    expect((await after.readLog('plays', 'all', 0, 1_000)).slice(0, shown.length), `seed ${seed}`).toEqual(shown);
  }
});

const same = (disk: Disk) => disk;
const ROUNDS = rounds(150, 3_000);

test(`no acknowledged write is lost in ${ROUNDS} x 3 emulated power cuts`, { timeout: ROUNDS * 500 }, async () => {
  for (let seed = 1; seed <= ROUNDS; seed++) expect(await faultsOf(seed, same), `seed ${seed}`).toEqual([]);
});

test.each([
  ['fsync', ['sync', 'datasync'] as const],
  ['fsync of the folder', ['syncDirectory'] as const],
])('an engine without %s is caught', async (_name, calls) => {
  let caught = 0;
  for (let seed = 1; seed <= 60; seed++)
    if ((await faultsOf(seed, (disk) => lyingDisk(disk, calls))).length > 0) caught++;
  expect(caught).toBeGreaterThan(0);
});
