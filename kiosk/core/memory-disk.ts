/** A disk in memory, for hosted players and tests. Forgets everything with the process. */
import { DiskFullError, type Disk } from './disk.ts';

export function memoryDisk(options: { capacityBytes?: number; now?: () => number } = {}): Disk & {
  files: Map<string, Uint8Array>;
  setCapacity(bytes: number): void;
} {
  const files = new Map<string, Uint8Array>();
  const modified = new Map<string, number>();
  let capacityBytes = options.capacityBytes ?? 64 * 1024 ** 2;

  function usedBytes(): number {
    let sum = 0;
    for (const bytes of files.values()) sum += bytes.byteLength;
    return sum;
  }

  function put(name: string, bytes: Uint8Array): void {
    const growth = bytes.byteLength - (files.get(name)?.byteLength ?? 0);
    if (growth > 0 && usedBytes() + growth > capacityBytes) throw new DiskFullError(`no room for ${name}`);
    files.set(name, bytes);
    modified.set(name, options.now?.() ?? 0);
  }

  function grow(name: string, bytes: Uint8Array): void {
    const before = files.get(name) ?? new Uint8Array();
    const whole = new Uint8Array(before.byteLength + bytes.byteLength);
    whole.set(before);
    whole.set(bytes, before.byteLength);
    put(name, whole);
  }

  return {
    files,
    setCapacity: (bytes) => void (capacityBytes = bytes),
    list: async (folder) =>
      [...files]
        .filter(([name]) => name.startsWith(`${folder}/`) && !name.slice(folder.length + 1).includes('/'))
        .map(([name, bytes]) => ({ name, sizeBytes: bytes.byteLength, modifiedMs: modified.get(name) ?? 0 })),
    read: async (name) => files.get(name)?.slice(),
    stream(name, start, end) {
      const bytes = files.get(name);
      return new ReadableStream({
        start(controller) {
          if (bytes === undefined) return controller.error(new Error(`no such file: ${name}`));
          if (end > start) controller.enqueue(bytes.slice(start, end));
          controller.close();
        },
      });
    },
    size: async (name) => files.get(name)?.byteLength,
    replace: async (name, bytes) => put(name, bytes.slice()),
    append: async (name, bytes) => grow(name, bytes),
    openAppend: async (name) => {
      if (!files.has(name)) put(name, new Uint8Array());
      return { write: async (bytes) => grow(name, bytes), sync: async () => {}, close: async () => {} };
    },
    rename: async (from, to) => {
      const bytes = files.get(from);
      if (bytes === undefined) throw new Error(`no such file: ${from}`);
      files.delete(from);
      files.set(to, bytes);
      modified.set(to, modified.get(from) ?? 0);
    },
    remove: async (name) => void files.delete(name),
    freeBytes: async () => capacityBytes - usedBytes(),
  };
}
