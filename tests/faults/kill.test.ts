/** P1, P2: kill -9 at random moments, again and again on the same folder. */
import { expect, test } from 'vitest';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { newFolder } from '../storage/folder.ts';
import { quiet } from '../storage/support.ts';
import { judge, newLedger } from './support/ledger.ts';
import { seeded } from './support/memory-disk.ts';
import { note, startWriter } from './support/processes.ts';
import { rounds } from './support/scale.ts';

const KILLS = rounds(8, 200);

test(`${KILLS} kills lose no acknowledged write`, { timeout: KILLS * 10_000 }, async () => {
  const random = seeded(1);
  const ledger = newLedger();
  let dir = '';
  for (let kill = 0; kill < KILLS; kill++) {
    if (kill % 25 === 0) {
      dir = await newFolder();
      ledger.acknowledged.clear();
    }
    const writer = startWriter(dir, 8);
    await writer.said(1 + Math.floor(random() * 400));
    await new Promise((resolve) => setTimeout(resolve, random() * 30));
    await writer.kill();
    note(writer.lines, ledger);
    const storage = await openJsonStorage({ dir, ...quiet() });
    expect(await judge(storage, ledger), `kill ${kill + 1}`).toEqual([]);
    await storage.close();
  }
  expect(ledger.acknowledged.size).toBeGreaterThan(100);
});
