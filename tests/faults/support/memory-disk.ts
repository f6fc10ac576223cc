/**
 * A disk in memory that knows what is durable. A power cut keeps of what was not synced any subset of the writes to a
 * file, the last one torn, and any beginning of the renames, links and removals: harsher than a real file system.
 */
import { basename, dirname } from 'node:path';
import type { Disk, DiskFile } from '../../../api/src/storage/disk.ts';

type Pending = { position: number; data: Buffer } | { length: number };
type Inode = { durable: Buffer; content: Buffer; pending: Pending[] };
type NameChange = { remove: string; add?: string; inode?: Inode } | { add: string; inode: Inode; remove?: undefined };

export type MemoryDisk = Disk & {
  /** The disk as the next boot finds it. */
  powerCut(random: () => number): MemoryDisk;
  /** Everything as a process that was killed leaves it. */
  contents(): Map<string, Buffer>;
};

export function createMemoryDisk(names = new Map<string, Inode>()): MemoryDisk {
  const durableNames = new Map(names);
  let nameChanges: NameChange[] = [];

  const systemError = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });
  const inodeAt = (path: string): Inode => {
    const inode = names.get(path);
    if (inode === undefined) throw systemError('ENOENT', path);
    return inode;
  };
  const change = (one: NameChange) => {
    applyName(names, one);
    nameChanges.push(one);
  };

  return {
    async open(path, mode) {
      if (mode === 'create') {
        if (names.has(path)) throw systemError('EEXIST', path);
        change({ add: path, inode: { durable: Buffer.alloc(0), content: Buffer.alloc(0), pending: [] } });
      }
      return fileOn(inodeAt(path));
    },
    async rename(from, to) {
      change({ remove: from, add: to, inode: inodeAt(from) });
    },
    async link(from, to) {
      if (names.has(to)) throw systemError('EEXIST', to);
      change({ add: to, inode: inodeAt(from) });
    },
    async remove(path) {
      inodeAt(path);
      change({ remove: path });
    },
    async list(directory) {
      return [...names.keys()].filter((path) => dirname(path) === directory).map((path) => basename(path));
    },
    async makeDirectory() {
      await Promise.resolve();
    },
    async syncDirectory(directory) {
      const here = (one: NameChange) => dirname(one.add ?? one.remove ?? '') === directory;
      for (const one of nameChanges.filter(here)) applyName(durableNames, one);
      nameChanges = nameChanges.filter((one) => !here(one));
    },
    powerCut(random) {
      const kept = new Map(durableNames);
      for (const one of nameChanges.slice(0, Math.floor(random() * (nameChanges.length + 1)))) applyName(kept, one);
      const after = new Map<Inode, Inode>();
      for (const inode of kept.values()) {
        const content = survivor(inode, random);
        after.set(inode, { durable: content, content: Buffer.from(content), pending: [] });
      }
      return createMemoryDisk(new Map([...kept].flatMap(([path, inode]) => [[path, after.get(inode) ?? inode]])));
    },
    contents: () => new Map([...names].map(([path, inode]) => [path, Buffer.from(inode.content)])),
  };
}

export function diskWith(contents: ReadonlyMap<string, Buffer>): MemoryDisk {
  const inodes = [...contents].map(([path, content]): [string, Inode] => [
    path,
    { durable: Buffer.from(content), content: Buffer.from(content), pending: [] },
  ]);
  return createMemoryDisk(new Map(inodes));
}

function applyName(names: Map<string, Inode>, { add, remove, inode }: NameChange): void {
  if (remove !== undefined) names.delete(remove);
  if (add !== undefined && inode !== undefined) names.set(add, inode);
}

/** What a failed fsync does on Linux: the pages count as clean, a later fsync does not write them. */
export type LosingFile = DiskFile & { lose: () => void };

function fileOn(inode: Inode): LosingFile {
  const sync = async () => {
    for (const one of inode.pending) inode.durable = written(inode.durable, one);
    inode.pending = [];
  };
  return {
    lose() {
      inode.pending = [];
    },
    async read(into, position) {
      const part = inode.content.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    async write(data, position) {
      const one = { position, data: Buffer.from(data) };
      inode.content = written(inode.content, one);
      inode.pending.push(one);
    },
    sync,
    datasync: sync,
    async truncate(length) {
      inode.content = written(inode.content, { length });
      inode.pending.push({ length });
    },
    size: async () => inode.content.length,
    close: async () => undefined,
  };
}

function written(content: Buffer, one: Pending): Buffer {
  if ('length' in one)
    return Buffer.concat([content, Buffer.alloc(Math.max(0, one.length - content.length))], one.length);
  const size = Math.max(content.length, one.position + one.data.length);
  const after = Buffer.concat([content, Buffer.alloc(size - content.length)], size);
  after.set(one.data, one.position);
  return after;
}

function survivor(inode: Inode, random: () => number): Buffer {
  let content: Buffer = Buffer.from(inode.durable);
  const survivors = inode.pending.filter(() => random() < 0.5);
  for (const [index, one] of survivors.entries()) {
    const torn = index === survivors.length - 1 && 'data' in one && random() < 0.5;
    content = written(
      content,
      torn ? { ...one, data: one.data.subarray(0, Math.floor(random() * one.data.length)) } : one,
    );
  }
  return content;
}

/** Reproducible numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
