/**
 * Proof of play on its way to the server: append-only segments on disk, each one batch. A batch is sent until it is
 * acknowledged; ids make repeats harmless. Bound: 7 days or 200,000 records, the oldest go first and are counted.
 * A power cut loses at most the last second.
 */
import { MAX_PLAYS_PER_BATCH, Play, PlayBatchReceipt } from '@palier/playlists/play';
import { createBackoff } from './backoff.ts';
import type { Clock, Log, Timer } from './deps.ts';
import type { Disk } from './disk.ts';
import type { Identity } from './identity.ts';
import { reasonOf, type Reply, type ServerLink } from './server-link.ts';

export const MAX_PLAYS_WAITING = 200_000;
export const MAX_PLAY_AGE_MS = 7 * 24 * 3_600_000;
const FLUSH_MS = 1_000;
/** A segment takes an hour's plays at most, since it grows old as one. */
const SEGMENT_MS = 3_600_000;
const SEND_EVERY_MS = 30_000;
/** Not yet on disk: more than this only while the disk takes no writes. */
const MAX_BUFFERED = 10_000;

export type PlayOutbox = {
  load(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
  add(play: Play): void;
  /** Sends what waits; resolves when nothing waits or the server could not take it. */
  send(): Promise<void>;
  waiting(): number;
  /** Given up because of age or number, since the start. */
  dropped(): number;
};

/** `plays/<epoch ms of creation>-<number>.jsonl` */
type Segment = { name: string; createdMs: number; count: number; refusals: number };

export function createPlayOutbox(deps: {
  disk: Disk;
  server: ServerLink;
  identity: () => Identity | undefined;
  clock: Clock;
  log: Log;
  random: () => number;
  onReply: (reply: Reply, token: string) => void;
  maxWaiting?: number;
}): PlayOutbox {
  const { disk, clock, log } = deps;
  const maxWaiting = deps.maxWaiting ?? MAX_PLAYS_WAITING;
  const backoff = createBackoff({ firstMs: 10_000, maxMs: 5 * 60_000, random: deps.random, leastMs: 2_000 });
  const segments: Segment[] = [];
  let open: Segment | undefined;
  let buffer: Play[] = [];
  let droppedCount = 0;
  let serial = 0;
  let flushTimer: Timer | undefined;
  let sendTimer: Timer | undefined;
  let disked: Promise<void> = Promise.resolve();
  let sending: Promise<void> | undefined;
  let isRunning = false;

  const waiting = () => buffer.length + segments.reduce((sum, segment) => sum + segment.count, 0);

  async function write(): Promise<void> {
    while (buffer.length > 0) {
      const createdMs = Math.round(clock.now());
      const isOld = open !== undefined && Math.abs(createdMs - open.createdMs) > SEGMENT_MS;
      if (open === undefined || isOld || open.count >= MAX_PLAYS_PER_BATCH) {
        serial += 1;
        open = { name: `plays/${createdMs}-${serial}.jsonl`, createdMs, count: 0, refusals: 0 };
        segments.push(open);
      }
      const batch = buffer.slice(0, MAX_PLAYS_PER_BATCH - open.count);
      const lines = batch.map((play) => `${JSON.stringify(play)}\n`).join('');
      await disk.append(open.name, new TextEncoder().encode(lines));
      open.count += batch.length;
      buffer = buffer.slice(batch.length);
    }
  }

  /** One writer at a time. After a failed write the segment is left as it is, and a new one is begun. */
  function flush(): Promise<void> {
    flushTimer?.cancel();
    flushTimer = undefined;
    disked = disked.then(async () => {
      try {
        await write();
      } catch (error) {
        open = undefined;
        log.warn('plays could not be written; they wait in memory', { count: buffer.length, reason: reasonOf(error) });
      }
      await bound();
    });
    return disked;
  }

  async function bound(): Promise<void> {
    const oldestMs = clock.now() - MAX_PLAY_AGE_MS;
    const before = droppedCount;
    for (;;) {
      const oldest = segments[0];
      if (oldest === undefined) break;
      const isOld = oldest.createdMs < oldestMs && oldest !== open;
      if (!isOld && waiting() <= maxWaiting) break;
      segments.shift();
      if (oldest === open) open = undefined;
      droppedCount += oldest.count;
      await remove(oldest);
    }
    if (droppedCount > before)
      log.warn('old plays were dropped', { count: droppedCount - before, inAll: droppedCount });
  }

  async function remove(segment: Segment): Promise<void> {
    try {
      await disk.remove(segment.name);
    } catch (error) {
      log.warn('a segment of plays could not be deleted', { name: segment.name, reason: reasonOf(error) });
    }
  }

  async function sendAll(): Promise<void> {
    await flush();
    for (const segment of segments.slice()) {
      const token = deps.identity()?.token;
      if (token === undefined || !segments.includes(segment)) continue;
      // Sealed: what comes later goes to the next one, so that a repeat is the same batch.
      if (segment === open) open = undefined;
      const { plays, brokenLines } = await readPlays(disk, segment.name);
      if (brokenLines > 0)
        log.warn('broken lines in a segment of plays were passed over', { name: segment.name, brokenLines });
      if (plays.length > 0) {
        const reply = await deps.server.call({ method: 'POST', path: '/api/player/plays', token, body: { plays } });
        deps.onReply(reply, token);
        if (reply.kind === 'unreachable') return plan(backoff.nextMs());
        if (!isReceipt(reply)) {
          segment.refusals += 1;
          log.warn('the server did not take a batch of plays; it is sent again later', { status: reply.status });
          if (reply.status !== 400 && reply.status !== 422) return plan(backoff.nextMs());
          // Refused for what it says: the others need not wait for it.
          plan(backoff.nextMs());
          continue;
        }
      }
      backoff.reset();
      const index = segments.indexOf(segment);
      if (index >= 0) segments.splice(index, 1);
      await remove(segment);
    }
  }

  function send(): Promise<void> {
    sending ??= sendAll()
      .catch((error: unknown) => {
        log.warn('plays could not be sent', { reason: reasonOf(error) });
        plan(backoff.nextMs());
      })
      .finally(() => (sending = undefined));
    return sending;
  }

  function plan(inMs: number): void {
    if (!isRunning) return;
    sendTimer?.cancel();
    sendTimer = clock.after(inMs, () => {
      sendTimer = undefined;
      void send();
    });
  }

  return {
    async load() {
      for (const file of await disk.list('plays')) {
        const createdMs = Number(/^plays\/(\d+)-\d+\.jsonl$/.exec(file.name)?.[1]);
        if (Number.isNaN(createdMs)) continue;
        const bytes = await disk.read(file.name);
        const count = bytes?.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0) ?? 0;
        segments.push({ name: file.name, createdMs, count, refusals: 0 });
      }
      segments.sort((a, b) => a.createdMs - b.createdMs || a.name.localeCompare(b.name));
      serial += segments.length;
      if (waiting() > 0 && sendTimer === undefined) plan(deps.random() * SEND_EVERY_MS);
    },
    start() {
      isRunning = true;
      if (waiting() > 0 && sendTimer === undefined) plan(deps.random() * SEND_EVERY_MS);
    },
    async stop() {
      isRunning = false;
      sendTimer?.cancel();
      await flush();
    },
    add(play) {
      buffer.push(play);
      if (buffer.length > MAX_BUFFERED) {
        buffer.shift();
        droppedCount += 1;
      }
      flushTimer ??= clock.after(FLUSH_MS, () => void flush());
      if (sendTimer === undefined) plan(SEND_EVERY_MS);
    },
    send,
    waiting,
    dropped: () => droppedCount,
  };
}

function isReceipt(reply: Reply): boolean {
  return (
    reply.kind === 'reply' &&
    reply.status >= 200 &&
    reply.status < 300 &&
    PlayBatchReceipt.safeParse(reply.body).success
  );
}

async function readPlays(disk: Disk, name: string): Promise<{ plays: Play[]; brokenLines: number }> {
  const text = new TextDecoder().decode((await disk.read(name)) ?? new Uint8Array());
  const plays: Play[] = [];
  let brokenLines = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const play = parsePlay(line);
    if (play === undefined) brokenLines += 1;
    else plays.push(play);
  }
  return { plays, brokenLines };
}

function parsePlay(line: string): Play | undefined {
  try {
    const result = Play.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    // The torn last line of a power cut.
    return undefined;
  }
}
