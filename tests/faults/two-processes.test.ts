/** P6: one process owns the folder. Real processes, stale locks of the dead, of earlier boots and of reused pids. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { newFolder } from '../storage/folder.ts';
import { quiet } from '../storage/support.ts';
import { judge, newLedger } from './support/ledger.ts';
import { note, startWriter } from './support/processes.ts';
import { rounds } from './support/scale.ts';

const openAt = (dir: string) => openJsonStorage({ dir, ...quiet() });

async function opensAndCloses(dir: string): Promise<boolean> {
  const storage = await openAt(dir);
  await storage.close();
  return true;
}

test('a second process is refused while the first lives, stopped or not, and takes over once it is dead', async () => {
  const dir = await newFolder();
  const writer = startWriter(dir, 2);
  await writer.said(3);
  await expect(openAt(dir)).rejects.toThrow(new RegExp(`in use by process ${writer.child.pid}`));
  writer.child.kill('SIGSTOP');
  await expect(openAt(dir)).rejects.toThrow(/in use/);
  await writer.kill();
  const ledger = newLedger();
  note(writer.lines, ledger);
  const storage = await openAt(dir);
  expect(await judge(storage, ledger)).toEqual([]);
  await storage.close();
});

test('the same process cannot open a folder twice, and can again after closing', async () => {
  const dir = await newFolder();
  const first = await openAt(dir);
  await expect(openAt(dir)).rejects.toThrow(/in use/);
  await first.close();
  await expect(opensAndCloses(dir)).resolves.toBe(true);
});

test.each([
  ['an earlier boot', { boot: 'another' }],
  ['a pid that is used anew', { started: '1' }],
])('the lock of %s is taken over', async (_name, change) => {
  const dir = await newFolder();
  const storage = await openAt(dir);
  const lock: object = JSON.parse(await readFile(join(dir, 'lock'), 'utf8'));
  await storage.close();
  await writeFile(join(dir, 'lock'), `${JSON.stringify({ ...lock, ...change })}\n`);
  await expect(opensAndCloses(dir)).resolves.toBe(true);
});

test('a lock that a power cut left empty is taken over', async () => {
  const dir = await newFolder();
  await writeFile(join(dir, 'lock'), '');
  await expect(opensAndCloses(dir)).resolves.toBe(true);
});

test(
  'of processes that start at once over a stale lock exactly one gets the folder',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < rounds(3, 20); round++) {
      const dir = await newFolder();
      const dead = startWriter(dir, 1);
      await dead.said(1);
      await dead.kill();
      const writers = [1, 2, 3].map(() => startWriter(dir, 1));
      await Promise.all(writers.map((writer) => writer.said(1)));
      const firsts = writers.map(({ lines }) => lines[0] ?? '').toSorted();
      await Promise.all(writers.map((writer) => writer.kill()));
      expect(firsts).toEqual(['open', 'refused StorageLocked', 'refused StorageLocked']);
    }
  },
);

test('a path too long for a socket is locked all the same', async () => {
  const dir = join(await newFolder(), 'a'.repeat(60), 'b'.repeat(60));
  const storage = await openAt(dir);
  await expect(openAt(dir)).rejects.toThrow(/in use/);
  await storage.close();
});

test('an engine without a lock is caught', async () => {
  const dir = await newFolder();
  const ledger = newLedger();
  await (await openAt(dir)).close();
  const writers = [1, 2].map(() => startWriter(dir, 2, 'nolock'));
  await Promise.all(writers.map((writer) => writer.said(100)));
  await Promise.all(writers.map((writer) => writer.kill()));
  for (const { lines } of writers) note(lines, ledger);
  const faults: string[] = [];
  try {
    const storage = await openAt(dir);
    faults.push(...(await judge(storage, ledger)));
    await storage.close();
  } catch (error) {
    faults.push(String(error));
  }
  expect(faults).not.toEqual([]);
});
