/** A disk on which chosen calls fail, and disks that are broken for good: what the suite must notice. */
import type { Disk, DiskFile } from '../../../api/src/storage/disk.ts';

export type Call = keyof DiskFile | keyof Disk;

/** Asked before each call; what it returns is thrown. */
export type Verdict = (call: Call) => Error | undefined;

export function failingDisk(disk: Disk, verdict: Verdict): Disk {
  const judged = async <T>(call: Call, act: () => Promise<T>): Promise<T> => {
    const error = verdict(call);
    if (error !== undefined) throw error;
    return act();
  };
  return {
    open: (path, mode) => judged('open', async () => failingFile(await disk.open(path, mode), judged)),
    rename: (from, to) => judged('rename', () => disk.rename(from, to)),
    link: (from, to) => judged('link', () => disk.link(from, to)),
    remove: (path) => judged('remove', () => disk.remove(path)),
    list: (directory) => judged('list', () => disk.list(directory)),
    makeDirectory: (path) => judged('makeDirectory', () => disk.makeDirectory(path)),
    syncDirectory: (path) => judged('syncDirectory', () => disk.syncDirectory(path)),
  };
}

function failingFile(file: DiskFile, judged: <T>(call: Call, act: () => Promise<T>) => Promise<T>): DiskFile {
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
    sync: () => judged('sync', () => file.sync()),
    datasync: () => judged('datasync', () => file.datasync()),
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
