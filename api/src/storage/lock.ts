/**
 * One process owns the folder. The lock file names its process: pid, when that started, boot id and pid namespace. Where
 * a pid says nothing (another container) the owner's socket beside it decides: the kernel answers on it exactly as
 * long as the process lives. Locks of the dead are taken over. Folders shared between machines are not supported.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, type Disk } from './disk.ts';
import { temporaryName } from './durable-file.ts';
import { LOCK, SOCKET } from './names.ts';

const Owner = z.object({
  pid: z.int(),
  started: z.string().optional(),
  boot: z.string().optional(),
  namespace: z.string().optional(),
  nonce: z.string(),
});
type Owner = z.infer<typeof Owner>;

export class StorageLocked extends Error {
  constructor(directory: string, owner: string) {
    super(`${directory} is in use by ${owner}. Two servers may not share a data folder; stop that one first.`);
    this.name = 'StorageLocked';
  }
}

export type Lock = (disk: Disk, directory: string) => Promise<() => Promise<void>>;

const TRIES = 5;
/** The longest path that a socket address holds everywhere. */
const MAX_SOCKET_PATH = 100;

/** Answers how to give the folder back. */
export const lockDirectory: Lock = async (disk, directory) => {
  const path = join(directory, LOCK);
  const mine = describeSelf();
  for (let tries = 1; tries <= TRIES; tries++) {
    if (await claim(disk, path, mine)) {
      const server = await listen(disk, directory);
      return async () => {
        server?.close();
        const owner = await readOwner(disk, path);
        if (owner !== 'absent' && owner?.nonce === mine.nonce) await disk.remove(path);
      };
    }
    const owner = await readOwner(disk, path);
    if (owner === 'absent') continue;
    if (await lives(directory, owner))
      throw new StorageLocked(directory, owner === undefined ? 'another process' : `process ${owner.pid}`);
    await takeAway(disk, directory, path, owner);
  }
  throw new StorageLocked(directory, 'several processes that start at once');
};

function describeSelf(): Owner {
  return {
    pid: process.pid,
    started: startOf(process.pid),
    boot: fact(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    namespace: fact(() => readlinkSync('/proc/self/ns/pid')),
    nonce: randomBytes(8).toString('hex'),
  };
}

/** Absent where the system has no such file. */
function fact(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** In clock ticks since the boot, field 22 of proc(5) stat: a pid that is used anew has another one. */
function startOf(pid: number): string | undefined {
  return fact(() => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]);
}

/** The lock appears with its whole content or not at all. */
async function claim(disk: Disk, path: string, owner: Owner): Promise<boolean> {
  const temporary = temporaryName(path);
  const file = await disk.open(temporary, 'create');
  try {
    try {
      await file.write(Buffer.from(`${JSON.stringify(owner)}\n`), 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.link(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    // Left behind it is harmless, and the next start sweeps it.
    await disk.remove(temporary).catch(() => undefined);
  }
}

/** `undefined`: the file makes no sense, as a power cut may leave it. */
async function readOwner(disk: Disk, path: string): Promise<Owner | undefined | 'absent'> {
  try {
    const file = await disk.open(path, 'read');
    try {
      const bytes = Buffer.alloc(2048);
      const text = bytes.toString('utf8', 0, await file.read(bytes, 0));
      return text.endsWith('}\n') ? Owner.safeParse(JSON.parse(text)).data : undefined;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'absent';
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function lives(directory: string, owner: Owner | undefined): Promise<boolean> {
  const self = describeSelf();
  if (owner !== undefined && owner.boot !== self.boot) return false;
  if (await answers(directory)) return true;
  if (owner === undefined || owner.namespace !== self.namespace) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    if (errorCode(error) === 'ESRCH') return false;
  }
  return owner.started === startOf(owner.pid);
}

/** Renames the stale lock away, and gives it back if it was replaced by a live one since it was judged. */
async function takeAway(disk: Disk, directory: string, path: string, judged: Owner | undefined): Promise<void> {
  const aside = temporaryName(path);
  try {
    await disk.rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const taken = await readOwner(disk, aside);
  if (taken !== 'absent' && taken?.nonce !== judged?.nonce) {
    await disk.link(aside, path);
    await disk.remove(aside);
    throw new StorageLocked(directory, `process ${taken?.pid ?? 'unknown'}`);
  }
  await disk.remove(aside);
}

/** A short name for the socket, however deep the folder lies; the descriptor must stay open while the name is used. */
function socketAddress(directory: string): { address: string; release: () => void } | undefined {
  const address = join(directory, SOCKET);
  if (Buffer.byteLength(address) <= MAX_SOCKET_PATH) return { address, release: () => undefined };
  if (process.platform !== 'linux') return undefined;
  const descriptor = openSync(directory, 'r');
  return { address: `/proc/self/fd/${descriptor}/${SOCKET}`, release: () => closeSync(descriptor) };
}

/** Without sockets (Windows, some network folders) the pid alone decides. */
async function listen(disk: Disk, directory: string): Promise<Server | undefined> {
  const named = process.platform === 'win32' ? undefined : socketAddress(directory);
  if (named === undefined) return undefined;
  await disk.remove(join(directory, SOCKET)).catch(() => undefined);
  const server = createServer((socket) => socket.end());
  const { promise, resolve } = Promise.withResolvers<Server | undefined>();
  server.once('listening', () => resolve(server)).once('error', () => resolve(undefined));
  server.listen(named.address);
  server.unref();
  return promise.finally(named.release);
}

async function answers(directory: string): Promise<boolean> {
  const named = process.platform === 'win32' ? undefined : socketAddress(directory);
  if (named === undefined) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(named.address);
  socket.once('connect', () => resolve(true));
  // EAGAIN: its queue is full, so it lives.
  socket.once('error', (error) => resolve(errorCode(error) === 'EAGAIN'));
  return promise.finally(() => {
    socket.destroy();
    named.release();
  });
}
