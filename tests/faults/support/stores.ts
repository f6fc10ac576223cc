/** Opens the embedded engine on a disk in memory, and the ways to break it on purpose. */
import type { Disk } from '../../../api/src/storage/disk.ts';
import { openJsonStorage, type JsonStorage, type JsonStorageDeps } from '../../../api/src/storage/json.ts';
import { quiet } from '../../storage/support.ts';

export const DIRECTORY = '/store';

/** One process by construction: the disk is ours alone. */
export const noLock = async () => async () => undefined;

export function openOn(fs: Disk, more: Partial<JsonStorageDeps> = {}): Promise<JsonStorage> {
  return openJsonStorage({ dir: DIRECTORY, fs, lock: noLock, leastJournalBytes: 6_000, ...quiet(), ...more });
}
