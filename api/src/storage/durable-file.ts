/**
 * Replaces a whole file so that after any crash it holds either the old or the new content, never a part:
 * a temporary file of a random name, fsync, rename, fsync of the directory.
 */
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { nodeDisk, type Disk } from './disk.ts';

/** What a crash may leave beside the file; safe to delete whenever no writer runs. */
export const TEMPORARY = /\.[0-9a-f]{12}\.tmp$/;

export function temporaryName(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.tmp`;
}

export async function writeFileDurably(path: string, data: string | Uint8Array, disk: Disk = nodeDisk): Promise<void> {
  const temporary = temporaryName(path);
  const file = await disk.open(temporary, 'create');
  try {
    try {
      await file.write(typeof data === 'string' ? Buffer.from(data) : data, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temporary, path);
  } catch (error) {
    // Best effort: the error that counts is the first one.
    await disk.remove(temporary).catch(() => undefined);
    throw error;
  }
  await disk.syncDirectory(dirname(path));
}
