/** Fills the disk it is given, with bytes or with inodes, while it writes; then empties it. Prints what happened as JSON. */
import { closeSync, openSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openJsonStorage } from '../../../api/src/storage/json.ts';
import { judge, newLedger, step, work } from './ledger.ts';

const [mounted = '', what = 'bytes'] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dir = join(mounted, 'data');
const storage = await openJsonStorage({ dir, log, leastJournalBytes: 50_000 });
const ledger = newLedger();
await work(storage, ledger, 4, 20);

const ballast = fill();
await work(storage, ledger, 4, 150, 21);
const faults = await judge(storage, ledger);
const readsWentOn = Number((await storage.get('settings', 'total'))?.value) >= 80;
const refused = ledger.refused.size > 0;
for (const path of ballast) unlinkSync(path);

let recovered = false;
for (let tries = 0; tries < 50 && !recovered; tries++) {
  // Nobody writes: it finds out by itself.
  recovered = storage.health().writable;
  if (!recovered) await new Promise((resolve) => setTimeout(resolve, 100));
}
await step(storage, 9, 1);
await storage.checkpoint();
await work(storage, ledger, 4, 5, 201);
faults.push(...(await judge(storage, ledger)));
await storage.close();
const again = await openJsonStorage({ dir, log });
const afterRestart = await judge(again, ledger);
await again.close();
writeSync(1, JSON.stringify({ faults, refused, readsWentOn, recovered, afterRestart }));

function fill(): string[] {
  const made: string[] = [];
  if (what === 'bytes') {
    const path = join(mounted, 'ballast');
    const file = openSync(path, 'w');
    made.push(path);
    // In ever smaller pieces, until not a byte fits.
    for (const size of [65_536, 4_096, 1]) fillWith(() => writeSync(file, Buffer.alloc(size)));
    closeSync(file);
  } else {
    fillWith(() => {
      const path = join(mounted, `ballast-${made.length}`);
      writeFileSync(path, '');
      made.push(path);
    });
  }
  return made;
}

function fillWith(more: () => unknown): void {
  for (;;) {
    try {
      more();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
