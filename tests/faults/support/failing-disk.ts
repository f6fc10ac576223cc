/** A disk on which chosen calls fail, and disks that are broken for good: what the suite must notice. */
import type { Disk, DiskFile } from '../../../api/src/storage/disk.ts';

export type Call = keyof DiskFile | keyof Disk;

/** Asked before each call; what it returns is thrown. */
export type Verdict = (call: Call) => Error | undefined;

/** After a failed sync the pages are lost, as on Linux, or kept, as when the process is killed before it. */
export function failingDisk(disk: Disk, verdict: Verdict, unsynced: 'lose' | 'keep' = 'lose'): Disk {
  const judged = async <T>(call: Call, act: () => Promise<T>): Promise<T> => {
    // A sync takes its time, so that others queue up behind it.
    if (call === 'datasync') await new Promise((resolve) => setImmediate(resolve));
    const error = verdict(call);
    if (error !== undefined) throw error;
    return act();
  };
  return {
    open: (path, mode) => judged('open', async () => failingFile(await disk.open(path, mode), judged, unsynced)),
    rename: (from, to) => judged('rename', () => disk.rename(from, to)),
    link: (from, to) => judged('link', () => disk.link(from, to)),
    remove: (path) => judged('remove', () => disk.remove(path)),
    list: (directory) => judged('list', () => disk.list(directory)),
    makeDirectory: (path) => judged('makeDirectory', () => disk.makeDirectory(path)),
    syncDirectory: (path) => judged('syncDirectory', () => disk.syncDirectory(path)),
  };
}

function failingFile(
  file: DiskFile,
  judged: <T>(call: Call, act: () => Promise<T>) => Promise<T>,
  unsynced: 'lose' | 'keep',
): DiskFile {
  const synced = async (call: 'sync' | 'datasync', act: () => Promise<void>) => {
    try {
      await judged(call, async () => undefined);
    } catch (error) {
      if (unsynced === 'lose' && 'lose' in file && typeof file.lose === 'function') file.lose();
      throw error;
    }
    await act();
  };
  return {
    read: (into, position) => judged('read', () => file.read(into, position)),
    async write(data, position) {
      try {
        await judged('write', async () => undefined);
      } catch (error) {
        // A write that fails has often written a part: here, all of it.
        await file.write(data, position);
        throw error;
      }
      await file.write(data, position);
    },
    sync: () => synced('sync', () => file.sync()),
    datasync: () => synced('datasync', () => file.datasync()),
    truncate: (length) => judged('truncate', () => file.truncate(length)),
    size: () => judged('size', () => file.size()),
    close: () => judged('close', () => file.close()),
  };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** Does as if it did these calls. */
export function lyingDisk(disk: Disk, calls: readonly Call[]): Disk {
  const nothing = async () => undefined;
  return {
    ...disk,
    async open(path, mode) {
      const file = await disk.open(path, mode);
      return {
        ...file,
        sync: calls.includes('sync') ? nothing : file.sync,
        datasync: calls.includes('datasync') ? nothing : file.datasync,
        truncate: calls.includes('truncate') ? nothing : file.truncate,
      };
    },
    syncDirectory: calls.includes('syncDirectory') ? nothing : disk.syncDirectory,
  };
}
