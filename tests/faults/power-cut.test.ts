/**
 * P1, P2 on a real ext4: a writer on a loop-mounted image is stopped, the image is copied as it is, and the copy is
 * mounted as the next boot would. What was acknowledged was noted elsewhere. Rounds last longer than ext4's commit interval
 * of 5 s too, and run with and without `noauto_da_alloc`, which would hide a missing fsync before a rename.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { quiet } from '../storage/support.ts';
import { judge, newLedger } from './support/ledger.ts';
import { seeded } from './support/memory-disk.ts';
import { note, startWriter } from './support/processes.ts';
import { rounds } from './support/scale.ts';
import { noLock } from './support/stores.ts';

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();

function newImage(options: string) {
  const base = mkdtempSync(join(tmpdir(), 'palier-power-'));
  const image = join(base, 'disk.img');
  const mounted = join(base, 'disk');
  run('truncate', '--size', '96M', image);
  run('mkfs.ext4', '-q', '-F', image);
  mkdirSync(mounted);
  run('mount', '-o', `loop${options}`, image, mounted);
  return { base, image, mounted };
}

function obstacle(): string | undefined {
  try {
    const { base, mounted } = newImage('');
    run('umount', mounted);
    rmSync(base, { recursive: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n').at(-2) ?? error.message) : String(error);
  }
}

/** One power cut after so many ms of writing; answers what is wrong with what the next boot finds. */
async function cut(options: string, ms: number, broken = ''): Promise<{ faults: string[]; acknowledged: number }> {
  const { base, image, mounted } = newImage(options);
  const writer = startWriter(join(mounted, 'data'), 8, broken);
  const copy = join(base, 'copy.img');
  const next = join(base, 'next');
  mkdirSync(next);
  try {
    await writer.said(2);
    await new Promise((resolve) => setTimeout(resolve, ms));
    writer.child.kill('SIGSTOP');
    // Whatever it said before it stopped is in the pipe by now, or was acknowledged to nobody.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const ledger = newLedger();
    note(writer.lines, ledger);
    copyFileSync(image, copy);
    run('mount', '-o', 'loop', copy, next);
    try {
      // The lock on the copy names the stopped writer, which only here outlives the cut.
      const storage = await openJsonStorage({ dir: join(next, 'data'), lock: noLock, ...quiet() });
      const faults = await judge(storage, ledger);
      await storage.close();
      return { faults, acknowledged: ledger.acknowledged.size };
    } catch (error) {
      return { faults: [String(error)], acknowledged: ledger.acknowledged.size };
    } finally {
      run('umount', next);
    }
  } finally {
    await writer.kill();
    run('umount', mounted);
    rmSync(base, { recursive: true });
  }
}

const CUTS = rounds(2, 30);
const hindered = obstacle();
const why = hindered === undefined ? '' : ` (skipped: loop mounts do not work here: ${hindered})`;

test.skipIf(hindered !== undefined).for([
  ['with', ''],
  ['without', ',noauto_da_alloc'],
])(
  `${CUTS} power cuts %s ext4's own help lose no acknowledged write${why}`,
  { timeout: CUTS * 30_000 },
  async ([, options]) => {
    const random = seeded(7);
    for (let round = 0; round < CUTS; round++) {
      const ms = round % 2 === 0 ? 5_300 + random() * 1_500 : random() * 3_000;
      const { faults, acknowledged } = await cut(options ?? '', ms);
      expect(faults, `cut ${round + 1} after ${ms.toFixed(0)} ms`).toEqual([]);
      expect(acknowledged).toBeGreaterThan(0);
    }
  },
);

test.skipIf(hindered !== undefined)(`an engine without fsync is caught by a power cut${why}`, async () => {
  const { faults } = await cut(',noauto_da_alloc', 1_000, 'nosync');
  expect(faults).not.toEqual([]);
});
