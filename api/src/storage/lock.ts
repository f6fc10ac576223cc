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
import { LOCK, SOCKET, TAKEN } from './names.ts';

const Owner = z.object({
  pid: z.int(),
  started: z.string().optional(),
  boot: z.string().optional(),
  namespace: z.string().optional(),
  nonce: z.string().regex(/^[0-9a-f]{16}$/),
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
    const won = (await claim(disk, path, mine)) || (await takeOver(disk, directory, mine));
    if (!won) continue;
    const server = await listen(disk, directory);
    return async () => {
      server?.close();
      const owner = await readOwner(disk, path);
      if (owner !== 'absent' && owner?.nonce === mine.nonce) await disk.remove(path);
    };
  }
  throw new StorageLocked(directory, 'several processes that start at once');
};

/**
 * Replaces a lock whose owner is dead. Of all that try, only the one that made the file named after that very lock may: it
 * looks once more whether the lock still is that one, and nobody else can change it. Should the taker die too, the next
 * one takes over from the taker in the same way.
 */
async function takeOver(disk: Disk, directory: string, mine: Owner): Promise<boolean> {
  const path = join(directory, LOCK);
  const stale = await readOwner(disk, path);
  if (stale === 'absent') return false;
  const marks: string[] = [];
  for (let dead = stale; ;) {
    if (await lives(directory, dead))
      throw new StorageLocked(directory, dead === undefined ? 'another process' : `process ${dead.pid}`);
    const mark = join(directory, `${LOCK}.${dead?.nonce ?? 'unreadable'}${TAKEN}`);
    marks.push(mark);
    if (await claim(disk, mark, mine)) break;
    const taker = await readOwner(disk, mark);
    if (taker === 'absent') return false;
    dead = taker;
  }
  const now = await readOwner(disk, path);
  const unchanged = now !== 'absent' && now?.nonce === stale?.nonce;
  if (unchanged) {
    const temporary = await write(disk, path, mine);
    await disk.rename(temporary, path);
  }
  for (const mark of unchanged ? marks : marks.slice(-1)) {
    // Left behind it is harmless: it is named after a lock that is no more, and is swept.
    await disk.remove(mark).catch(() => undefined);
  }
  return unchanged;
}

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

/** The file appears with its whole content or not at all; false when there is one. */
async function claim(disk: Disk, path: string, owner: Owner): Promise<boolean> {
  const temporary = await write(disk, path, owner);
  try {
    await disk.link(temporary, path);
    return true;
  } catch (error) {
    // ENOENT: the one that got the folder meanwhile swept what we had prepared.
    if (['EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false;
    throw error;
  } finally {
    // Left behind it is harmless, and the next start sweeps it.
    await disk.remove(temporary).catch(() => undefined);
  }
}

async function write(disk: Disk, path: string, owner: Owner): Promise<string> {
  const temporary = temporaryName(path);
  const file = await disk.open(temporary, 'create');
  try {
    await file.write(Buffer.from(`${JSON.stringify(owner)}\n`), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
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
