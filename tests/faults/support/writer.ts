/**
 * A process that writes and says so: `node writer.ts DIRECTORY WRITERS [nosync|nolock]`. One line on its standard output for
 * each step, written when the store acknowledged it. It never ends by itself.
 */
import { writeSync } from 'node:fs';
import { nodeDisk } from '../../../api/src/storage/disk.ts';
import { StorageLocked } from '../../../api/src/storage/lock.ts';
import { openJsonStorage } from '../../../api/src/storage/json.ts';
import { StorageUnavailable } from '../../../api/src/storage/storage.ts';
import { lyingDisk } from './failing-disk.ts';
import { nameOfStep, step } from './ledger.ts';
import { noLock } from './stores.ts';

const [directory = '', writers = '4', broken = ''] = process.argv.slice(2);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const storage = await openJsonStorage({
  dir: directory,
  log,
  leastJournalBytes: 200_000,
  ...(broken === 'nosync' ? { fs: lyingDisk(nodeDisk, ['sync', 'datasync', 'syncDirectory']) } : {}),
  ...(broken === 'nolock' ? { lock: noLock } : {}),
}).catch((error: unknown) => {
  writeSync(1, `refused ${error instanceof StorageLocked ? error.name : String(error)}\n`);
  process.exit(3);
});
writeSync(1, 'open\n');

async function write(writer: number): Promise<never> {
  const before = Number((await storage.get('settings', `writer-${writer}`))?.value ?? 0);
  for (let round = before + 1; ; round++) {
    try {
      await step(storage, writer, round);
      writeSync(1, `ok ${nameOfStep(writer, round)}\n`);
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
      writeSync(1, `no ${nameOfStep(writer, round)}\n`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
// With `nolock` two of them write; their steps may not share names.
const first = broken === 'nolock' ? process.pid * 10 : 0;
await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(first + writer)));
