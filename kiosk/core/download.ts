/**
 * One file from the server to the disk: into `.part`, resumed by Range, counted and hashed, fsynced, and renamed only
 * when size and SHA-256 are right. What does not match is deleted, never kept and never shown.
 */
import { createHash, type Hash } from 'node:crypto';
import type { ManifestMedia } from '@palier/playlists/manifest';
import type { Clock, Timer } from './deps.ts';
import { DiskFullError, type Disk } from './disk.ts';
import { reasonOf, type Reply, type ServerLink } from './server-link.ts';

const STALL_MS = 20_000;

export type Outcome =
  | { kind: 'done' }
  /** Broken off; what came stays in `.part` for the next try. */
  | { kind: 'broken'; reason: string; reply?: Reply }
  /** Whole, but not what the manifest names: deleted. */
  | { kind: 'corrupt'; reason: string }
  | { kind: 'disk-full'; neededBytes: number }
  | { kind: 'cancelled' };

export type DownloadDeps = { disk: Disk; server: ServerLink; clock: Clock };

export const mediaFile = (sha256: string) => `media/${sha256}`;
export const partFile = (sha256: string) => `media/${sha256}.part`;

export async function download(
  deps: DownloadDeps,
  media: ManifestMedia,
  token: string,
  cancel: AbortSignal,
): Promise<Outcome> {
  try {
    return await attempt(deps, media, token, cancel);
  } catch (error) {
    if (cancel.aborted) return { kind: 'cancelled' };
    if (error instanceof DiskFullError) return { kind: 'disk-full', neededBytes: media.sizeBytes };
    return { kind: 'broken', reason: reasonOf(error) };
  }
}

async function attempt(deps: DownloadDeps, media: ManifestMedia, token: string, cancel: AbortSignal): Promise<Outcome> {
  const { disk } = deps;
  const part = partFile(media.sha256);
  let haveBytes = (await disk.size(part)) ?? 0;
  if (haveBytes > media.sizeBytes) {
    await disk.remove(part);
    haveBytes = 0;
  }
  const hash = createHash('sha256');
  if (haveBytes < media.sizeBytes) {
    const path = `/api/player/media/${media.sha256}`;
    const headers: Record<string, string> = { accept: '*/*' };
    if (haveBytes > 0) headers.range = `bytes=${haveBytes}-`;
    const opened = await deps.server.open({ path, token, headers }, cancel);
    if (opened.kind === 'unreachable')
      return cancel.aborted ? { kind: 'cancelled' } : { kind: 'broken', reason: opened.reason };
    const { response } = opened;
    const startBytes = startOf(response, haveBytes);
    if (startBytes === undefined || response.body === null) return refused(disk, part, response);
    if (startBytes === 0) await disk.remove(part);
    else await hashFile(hash, disk, part, startBytes);
    const written = await receive(deps, {
      body: response.body,
      part,
      hash,
      limitBytes: media.sizeBytes - startBytes,
      cancel,
    });
    haveBytes = startBytes + written;
  } else {
    await hashFile(hash, disk, part, haveBytes);
  }
  return settle(disk, media, haveBytes, hash);
}

/** Where the answer's first byte belongs; absent when it is not the file. */
function startOf(response: Response, askedFrom: number): number | undefined {
  if (response.status === 200) return 0;
  if (response.status !== 206) return undefined;
  const from = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return from !== undefined && Number(from) === askedFrom ? askedFrom : undefined;
}

async function refused(disk: Disk, part: string, response: Response): Promise<Outcome> {
  await response.body?.cancel();
  // The part is longer than the file, or the range came out wrong: begin anew.
  if (response.status === 416 || response.status === 206) await disk.remove(part);
  const ownWord = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const reply: Reply = { kind: 'reply', status: response.status, headers: response.headers, body: undefined, ownWord };
  return { kind: 'broken', reason: `the server answered ${response.status}`, reply };
}

async function receive(
  deps: DownloadDeps,
  input: { body: ReadableStream<Uint8Array>; part: string; hash: Hash; limitBytes: number; cancel: AbortSignal },
): Promise<number> {
  const writer = await deps.disk.openAppend(input.part);
  const reader = input.body.getReader();
  let stall: Timer | undefined;
  let stalled = false;
  const stop = () => void reader.cancel().catch(() => undefined);
  input.cancel.addEventListener('abort', stop, { once: true });
  let written = 0;
  try {
    for (;;) {
      stall = deps.clock.after(STALL_MS, () => ((stalled = true), stop()));
      const chunk = await reader.read();
      stall.cancel();
      if (stalled) throw new Error('nothing came for 20 s');
      if (input.cancel.aborted) throw new Error('cancelled');
      if (chunk.done) break;
      // One byte too many is kept, so that the size tells; more are not fetched.
      const room = input.limitBytes + 1 - written;
      const bytes = chunk.value.byteLength > room ? chunk.value.subarray(0, room) : chunk.value;
      await writer.write(bytes);
      input.hash.update(bytes);
      written += bytes.byteLength;
      if (written > input.limitBytes) {
        stop();
        break;
      }
    }
    await writer.sync();
    return written;
  } finally {
    stall?.cancel();
    input.cancel.removeEventListener('abort', stop);
    stop();
    await writer.close();
  }
}

async function settle(disk: Disk, media: ManifestMedia, haveBytes: number, hash: Hash): Promise<Outcome> {
  const part = partFile(media.sha256);
  if (haveBytes < media.sizeBytes)
    return { kind: 'broken', reason: `only ${haveBytes} of ${media.sizeBytes} bytes came` };
  if (haveBytes > media.sizeBytes || hash.digest('hex') !== media.sha256) {
    await disk.remove(part);
    return {
      kind: 'corrupt',
      reason: haveBytes > media.sizeBytes ? 'the file is too long' : 'the content is not what was named',
    };
  }
  await disk.rename(part, mediaFile(media.sha256));
  return { kind: 'done' };
}

export async function hashFile(hash: Hash, disk: Disk, name: string, sizeBytes: number): Promise<void> {
  for await (const bytes of disk.stream(name, 0, sizeBytes)) hash.update(bytes);
}
