/**
 * The media on disk. A file under its final name is whole and verified; nothing else counts as present. Downloads run
 * two at a time in the order of need; when the disk is full, what the next 24 hours need stays.
 */
import { createHash } from 'node:crypto';
import type { ManifestMedia } from '@palier/playlists/manifest';
import { createBackoff, type Backoff } from './backoff.ts';
import type { Clock, Log, Timer } from './deps.ts';
import type { Disk } from './disk.ts';
import { download, hashFile, mediaFile, partFile, type Outcome } from './download.ts';
import type { Identity } from './identity.ts';
import { reasonOf, type Reply, type ServerLink } from './server-link.ts';

const PARALLEL = 2;
const RESERVE_BYTES = 32 * 1024 ** 2;
/** Files that no manifest names any more are kept up to this much: they often come back. */
const SPARE_BYTES = 1024 ** 3;
const PART_KEPT_MS = 24 * 3_600_000;
const FULL_RETRY_MS = 5 * 60_000;

/** What the manifests ask of the cache. */
export type Wanted = {
  /** All media of the newest manifest, most urgent first. */
  media: readonly ManifestMedia[];
  /** Needed within 24 hours, by what plays or by what is to play: never evicted. */
  soon: ReadonlySet<string>;
  /** Named by what plays or is to play. */
  named: ReadonlySet<string>;
};

export type MediaCache = {
  load(): Promise<void>;
  has(sha256: string): boolean;
  sizeBytes(sha256: string): number | undefined;
  totalBytes(): number;
  want(wanted: Wanted): void;
  stream(sha256: string, start: number, end: number): ReadableStream<Uint8Array>;
  /** Reads the file again after the page could not show it: a damaged one is deleted and fetched anew. */
  doubt(sha256: string): Promise<void>;
  stop(): void;
};

export type MediaCacheDeps = {
  disk: Disk;
  server: ServerLink;
  identity: () => Identity | undefined;
  clock: Clock;
  log: Log;
  random: () => number;
  /** The set of files has changed. */
  onChange: () => void;
  /** These are about to be deleted: afterwards nothing may name them. */
  onEvict: () => void;
  onRefused: (reply: Reply, token: string) => void;
};

type Trouble = { backoff: Backoff; notBeforeMs: number };

export function createMediaCache(deps: MediaCacheDeps): MediaCache {
  const { disk, clock, log } = deps;
  const present = new Map<string, { sizeBytes: number; modifiedMs: number }>();
  const running = new Map<string, AbortController>();
  const trouble = new Map<string, Trouble>();
  let wanted: Wanted = { media: [], soon: new Set(), named: new Set() };
  let fullUntilMs = 0;
  let retry: Timer | undefined;
  let isStopped = false;

  function missing(): ManifestMedia[] {
    const isFull = clock.monotonicMs() < fullUntilMs;
    const seen = new Set<string>();
    return wanted.media.filter((media) => {
      if (present.has(media.sha256) || seen.has(media.sha256)) return false;
      seen.add(media.sha256);
      return !isFull || wanted.soon.has(media.sha256);
    });
  }

  /** Starts what may run, and sets one timer for what must wait. */
  function pump(): void {
    retry?.cancel();
    const token = deps.identity()?.token;
    if (isStopped || token === undefined) return;
    const nowMs = clock.monotonicMs();
    const open = missing().filter((media) => !running.has(media.sha256));
    const due = open.filter((media) => (trouble.get(media.sha256)?.notBeforeMs ?? 0) <= nowMs);
    for (const media of due.slice(0, Math.max(0, PARALLEL - running.size))) void fetchOne(media, token);
    const waits = open.flatMap((media) => trouble.get(media.sha256)?.notBeforeMs ?? []).filter((atMs) => atMs > nowMs);
    if (fullUntilMs > nowMs) waits.push(fullUntilMs);
    if (waits.length > 0) retry = clock.after(Math.min(...waits) - nowMs, pump);
  }

  async function fetchOne(media: ManifestMedia, token: string): Promise<void> {
    const abort = new AbortController();
    running.set(media.sha256, abort);
    const startedMs = clock.monotonicMs();
    let outcome: Outcome;
    try {
      outcome = (await makeRoom(media))
        ? await download(deps, media, token, abort.signal)
        : { kind: 'disk-full', neededBytes: media.sizeBytes };
    } catch (error) {
      outcome = { kind: 'broken', reason: reasonOf(error) };
    }
    running.delete(media.sha256);
    if (outcome.kind === 'done') {
      present.set(media.sha256, { sizeBytes: media.sizeBytes, modifiedMs: clock.now() });
      trouble.delete(media.sha256);
      log.info('media arrived', { id: media.id, sizeBytes: media.sizeBytes, tookMs: clock.monotonicMs() - startedMs });
      deps.onChange();
    } else if (outcome.kind !== 'cancelled') {
      failed(media, outcome, token);
    }
    pump();
  }

  function failed(
    media: ManifestMedia,
    outcome: Exclude<Outcome, { kind: 'done' | 'cancelled' }>,
    token: string,
  ): void {
    const reason = outcome.kind === 'disk-full' ? 'the disk is full' : outcome.reason;
    log.warn('a media file did not arrive; what plays goes on', { id: media.id, sha256: media.sha256, reason });
    if (outcome.kind === 'broken' && outcome.reply !== undefined) deps.onRefused(outcome.reply, token);
    if (outcome.kind === 'disk-full') fullUntilMs = clock.monotonicMs() + FULL_RETRY_MS;
    const known = trouble.get(media.sha256) ?? {
      backoff: createBackoff({ firstMs: 2_000, maxMs: 10 * 60_000, random: deps.random, leastMs: 1_000 }),
      notBeforeMs: 0,
    };
    const waitMs = outcome.kind === 'disk-full' ? FULL_RETRY_MS : known.backoff.nextMs();
    trouble.set(media.sha256, { ...known, notBeforeMs: clock.monotonicMs() + waitMs });
  }

  /** Whether there is room for `media`, after deleting what may go: first what nobody names, then what can wait. */
  async function makeRoom(media: ManifestMedia): Promise<boolean> {
    const freeBytes = await disk.freeBytes();
    const partBytes = (await disk.size(partFile(media.sha256))) ?? 0;
    let lackBytes = media.sizeBytes - partBytes + reserve(media) - (freeBytes ?? Infinity);
    if (lackBytes <= 0) return true;
    const isSoon = wanted.soon.has(media.sha256);
    const candidates = [...oldestFirst((sha256) => !wanted.named.has(sha256))];
    if (isSoon) candidates.push(...oldestFirst((sha256) => wanted.named.has(sha256) && !wanted.soon.has(sha256)));
    const victims: string[] = [];
    for (const [sha256, file] of candidates) {
      if (lackBytes <= 0) break;
      victims.push(sha256);
      lackBytes -= file.sizeBytes;
    }
    if (lackBytes > 0) return false;
    await evict(victims);
    return true;
  }

  function reserve(media: ManifestMedia): number {
    return wanted.soon.has(media.sha256) ? 0 : RESERVE_BYTES;
  }

  function oldestFirst(may: (sha256: string) => boolean): [string, { sizeBytes: number; modifiedMs: number }][] {
    return [...present].filter(([sha256]) => may(sha256)).sort((a, b) => a[1].modifiedMs - b[1].modifiedMs);
  }

  async function evict(victims: readonly string[]): Promise<void> {
    if (victims.length === 0) return;
    for (const sha256 of victims) present.delete(sha256);
    deps.onEvict();
    log.info('media evicted', { count: victims.length });
    for (const sha256 of victims) await disk.remove(mediaFile(sha256));
  }

  async function dropSpares(): Promise<void> {
    const spares = oldestFirst((sha256) => !wanted.named.has(sha256));
    let excessBytes = spares.reduce((sum, [, file]) => sum + file.sizeBytes, 0) - SPARE_BYTES;
    const victims: string[] = [];
    for (const [sha256, file] of spares) {
      if (excessBytes <= 0) break;
      victims.push(sha256);
      excessBytes -= file.sizeBytes;
    }
    await evict(victims);
  }

  /** Halves of files that nobody asks for any more. Young ones may still be asked for by a manifest on its way. */
  async function dropParts(keep: ReadonlySet<string>): Promise<void> {
    for (const file of await disk.list('media')) {
      const sha256 = /^media\/([0-9a-f]{64})\.part$/.exec(file.name)?.[1];
      const isOld = clock.now() - file.modifiedMs > PART_KEPT_MS;
      if (sha256 !== undefined && isOld && !keep.has(sha256) && !running.has(sha256)) await disk.remove(file.name);
    }
  }

  return {
    async load() {
      for (const file of await disk.list('media')) {
        const name = file.name.slice('media/'.length);
        if (/^[0-9a-f]{64}$/.test(name)) present.set(name, file);
        else if (!/^[0-9a-f]{64}\.part$/.test(name)) await disk.remove(file.name);
      }
    },
    has: (sha256) => present.has(sha256),
    sizeBytes: (sha256) => present.get(sha256)?.sizeBytes,
    totalBytes: () => [...present.values()].reduce((sum, file) => sum + file.sizeBytes, 0),
    want(next) {
      wanted = next;
      const keep = new Set<string>(next.media.map((media) => media.sha256));
      for (const [sha256, abort] of running) if (!keep.has(sha256)) abort.abort();
      for (const sha256 of trouble.keys()) if (!keep.has(sha256)) trouble.delete(sha256);
      for (const media of next.media) {
        // A file of another size than the manifest says is not the file it names.
        const file = present.get(media.sha256);
        if (file !== undefined && file.sizeBytes !== media.sizeBytes) present.delete(media.sha256);
      }
      void Promise.all([dropSpares(), dropParts(keep)]).catch((error: unknown) =>
        log.warn('old media could not be deleted', { reason: reasonOf(error) }),
      );
      pump();
    },
    stream: (sha256, start, end) => disk.stream(mediaFile(sha256), start, end),
    async doubt(sha256) {
      const file = present.get(sha256);
      if (file === undefined) return;
      const hash = createHash('sha256');
      await hashFile(hash, disk, mediaFile(sha256), file.sizeBytes);
      if (hash.digest('hex') === sha256) return;
      log.warn('a media file is damaged on disk; it is fetched again', { sha256 });
      await evict([sha256]);
      pump();
    },
    stop() {
      isStopped = true;
      retry?.cancel();
      for (const abort of running.values()) abort.abort();
    },
  };
}
