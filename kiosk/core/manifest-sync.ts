/**
 * Keeps the manifest that plays in step with the server's. What plays is always a whole: see `blend.ts` for what is
 * taken over while files are still arriving. The last good one plays on for as long as it takes, across restarts.
 */
import { z } from 'zod';
import { Manifest } from '@palier/playlists/manifest';
import { createRounds } from '@palier/playlists/rounds';
import { blend } from './blend.ts';
import type { Clock, Log, Timer } from './deps.ts';
import type { Disk } from './disk.ts';
import { dueAt, needOf } from './need.ts';
import type { IdentityKeeper } from './identity.ts';
import type { MediaCache } from './media-cache.ts';
import { readManifest } from './read-manifest.ts';
import { reasonOf, type Reply, type ServerLink } from './server-link.ts';
import { createStateFile } from './state-file.ts';

const POLL_LEAST_MS = 45_000;
const POLL_SPREAD_MS = 15_000;
/** A screen with nothing to show asks more often. */
const EMPTY_RETRY_MS = 2_000;
/** After a refusal, the second question that decides comes this much later. */
const REFUSED_AGAIN_MS = 61_000;

const Stored = z.strictObject({ etag: z.string().optional(), manifest: Manifest });
type Stored = z.infer<typeof Stored>;

export type ManifestSync = {
  load(): Promise<void>;
  start(): void;
  stop(): void;
  /** Asks the server now. Calls while one is under way lead to exactly one more. */
  check(): Promise<void>;
  /** Takes whatever is ready by now. */
  settle(): void;
  playing(): Manifest | undefined;
  /** The revision on disk, for the heartbeat: what a power cut now would come back to. */
  persisted(): Promise<void>;
  /** Forgets everything: this machine is no longer that screen. */
  forget(): Promise<void>;
  /** Why the last question got no manifest; absent after a good one. */
  trouble(): string | undefined;
  /** Kiosk clock minus server clock, ms, by the last answer that told. */
  clockOffsetMs(): number | undefined;
};

export function createManifestSync(deps: {
  disk: Disk;
  server: ServerLink;
  identity: IdentityKeeper;
  cache: MediaCache;
  clock: Clock;
  log: Log;
  random: () => number;
  /** All media count as present. */
  passThrough: boolean;
  onPlaying: () => void;
  onTrouble: () => void;
}): ManifestSync {
  const { clock, log, cache, identity } = deps;
  const file = createStateFile({ disk: deps.disk, log, name: 'manifest.json', schema: Stored });
  const ready = (sha256: string) => deps.passThrough || cache.has(sha256);
  let playing: Manifest | undefined;
  let newest: Stored | undefined;
  let trouble: string | undefined;
  let clockOffsetMs: number | undefined;
  let poll: Timer | undefined;
  let isRunning = false;
  let writing: Promise<void> = Promise.resolve();
  let unwritten: Stored | undefined;

  /** One write at a time, the latest wins. A disk that cannot write never keeps a screen from switching. */
  function persist(stored: Stored): void {
    const isIdle = unwritten === undefined;
    unwritten = stored;
    if (isIdle) writing = writing.then(writeOut);
  }

  async function writeOut(): Promise<void> {
    while (unwritten !== undefined) {
      const latest = unwritten;
      unwritten = undefined;
      try {
        await file.write(latest);
      } catch (error) {
        log.warn('the manifest could not be written; it plays from memory', { reason: reasonOf(error) });
      }
    }
  }

  function settle(): void {
    const target = newest?.manifest ?? playing;
    if (target === undefined) return;
    const next = blend(playing, target, ready, () => dueAt(target, clock.now()));
    const isWhole = next === newest?.manifest;
    if (next === playing) return ask();
    playing = next;
    // The etag stands only for the whole: an incomplete one is asked for again after a restart.
    persist(isWhole ? { etag: newest?.etag, manifest: next } : { manifest: next });
    deps.onPlaying();
    ask();
  }

  /** Tells the cache what is wanted. */
  function ask(): void {
    if (deps.passThrough) return;
    const manifests = [...new Set([newest?.manifest, playing])].filter((manifest) => manifest !== undefined);
    const needs = manifests.map((manifest) => needOf(manifest, clock.now()));
    cache.want({
      media: needs[0]?.order ?? [],
      soon: new Set(needs.flatMap((need) => [...need.soon])),
      named: new Set(manifests.flatMap((manifest) => manifest.media.map((media) => media.sha256))),
    });
  }

  async function checkOnce(): Promise<void> {
    const token = identity.current()?.token;
    if (token === undefined || !isRunning) return;
    const headers: Record<string, string> = {};
    if (newest?.etag !== undefined) headers['if-none-match'] = newest.etag;
    const askedMs = clock.now();
    const reply = await deps.server.call({ path: '/api/player/manifest', token, headers });
    if (!isRunning || identity.current()?.token !== token) return;
    const meaning = await identity.heard(reply, token);
    if (meaning === 'lost') return;
    learnClock(reply, askedMs);
    const was = trouble;
    trouble = take(reply);
    if (meaning === 'again') plan(REFUSED_AGAIN_MS);
    else plan(playing === undefined && trouble !== undefined ? EMPTY_RETRY_MS * (1 + deps.random()) : undefined);
    if (trouble !== was) deps.onTrouble();
  }

  /** Takes a new manifest over; answers why not. */
  function take(reply: Reply): string | undefined {
    if (reply.kind === 'unreachable') return `${deps.server.url} cannot be reached: ${reply.reason}`;
    if (reply.status === 304) {
      ask();
      return undefined;
    }
    if (reply.status !== 200) return `${deps.server.url} answered ${reply.status}`;
    const read = readManifest(reply.body);
    if (read.kind === 'refused') {
      log.warn('the manifest was refused; the last good one plays on', { field: read.field, reason: read.reason });
      return `the manifest is not understood: ${read.field} ${read.reason}`;
    }
    const { passedOver } = read;
    if (passedOver > 0) log.warn('parts of the manifest were not understood and passed over', { passedOver });
    // Without its etag it is read again, and in full by a kiosk that knows more.
    const etag = passedOver > 0 ? undefined : (reply.headers.get('etag') ?? undefined);
    newest = { etag, manifest: read.manifest };
    settle();
    return undefined;
  }

  function learnClock(reply: Reply, askedMs: number): void {
    const date = reply.kind === 'reply' ? Date.parse(reply.headers.get('date') ?? '') : NaN;
    // The header has whole seconds: its middle is the best guess.
    if (!Number.isNaN(date)) clockOffsetMs = Math.round((askedMs + clock.now()) / 2 - (date + 500));
  }

  function plan(inMs?: number): void {
    poll?.cancel();
    if (!isRunning) return;
    poll = clock.after(inMs ?? POLL_LEAST_MS + deps.random() * POLL_SPREAD_MS, () => void checks.ask());
  }

  const checks = createRounds(checkOnce, (error) => {
    log.warn('a manifest check failed', { reason: reasonOf(error) });
    plan();
  });

  return {
    async load() {
      const stored = await file.read();
      if (stored === undefined) return;
      playing = blend(undefined, stored.manifest, ready);
      if (playing === stored.manifest) newest = stored;
      else newest = { manifest: stored.manifest };
    },
    start() {
      if (isRunning) return;
      isRunning = true;
      ask();
      void checks.ask();
    },
    stop() {
      isRunning = false;
      poll?.cancel();
    },
    check: () => checks.ask(),
    settle,
    playing: () => playing,
    persisted: () => writing,
    async forget() {
      playing = undefined;
      newest = undefined;
      trouble = undefined;
      unwritten = undefined;
      await writing;
      await file.clear();
    },
    trouble: () => trouble,
    clockOffsetMs: () => clockOffsetMs,
  };
}
