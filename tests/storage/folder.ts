/** A folder for a test on the real disk. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Of its own for one test, gone with it. */
export async function newFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'palier-storage-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
