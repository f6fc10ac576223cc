/**
 * The few things the storage asks of a file system. Everything it writes goes through here, so that tests can
 * make any of them fail, and nothing else of `node:fs` may be used by the engine.
 */
import { link, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';

export type DiskFile = {
  /** Fills as much of `into` as the file holds from `position` on; answers how many bytes that was. */
  read: (into: Uint8Array, position: number) => Promise<number>;
  /** Writes all of `data` or throws. */
  write: (data: Uint8Array, position: number) => Promise<void>;
  sync: () => Promise<void>;
  datasync: () => Promise<void>;
  truncate: (length: number) => Promise<void>;
  size: () => Promise<number>;
  close: () => Promise<void>;
};

export type Disk = {
  /** `create` fails when the path exists. */
  open: (path: string, mode: 'read' | 'write' | 'create') => Promise<DiskFile>;
  rename: (from: string, to: string) => Promise<void>;
  /** A second name for the same file; fails when `to` exists. */
  link: (from: string, to: string) => Promise<void>;
  remove: (path: string) => Promise<void>;
  list: (directory: string) => Promise<string[]>;
  makeDirectory: (path: string) => Promise<void>;
  syncDirectory: (path: string) => Promise<void>;
};

const FLAGS = { read: 'r', write: 'r+', create: 'wx+' } as const;

export const nodeDisk: Disk = {
  async open(path, mode) {
    const handle = await open(path, FLAGS[mode], 0o600);
    return {
      async read(into, position) {
        let done = 0;
        while (done < into.length) {
          const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return done;
      },
      async write(data, position) {
        let done = 0;
        while (done < data.length) {
          const { bytesWritten } = await handle.write(data, done, data.length - done, position + done);
          done += bytesWritten;
        }
      },
      sync: () => handle.sync(),
      datasync: () => handle.datasync(),
      truncate: (length) => handle.truncate(length),
      size: async () => (await handle.stat()).size,
      close: () => handle.close(),
    };
  },
  rename,
  link,
  remove: unlink,
  list: (directory) => readdir(directory),
  async makeDirectory(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async syncDirectory(path) {
    // Windows cannot open a directory; its renames are journaled by NTFS.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** The code of a system error, such as `ENOSPC`; absent for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
