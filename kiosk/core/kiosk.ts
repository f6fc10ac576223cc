/**
 * The kiosk core: one `Request -> Response` app that holds the whole state of a screen, and the loops that keep it in
 * step with the server. The page holds none. It never imports the API: the wire contract in `playlists` is all it knows.
 */
import { randomUUID } from 'node:crypto';
import type { Heartbeat, PlayerState } from '@palier/playlists/heartbeat';
import { EntryId } from '@palier/playlists/ids';
import type { Now } from '@palier/playlists/now';
import type { Commands, Screenshot } from '@palier/playlists/screenshot';
import type { Hono } from 'hono';
import { systemClock } from './clock.ts';
import type { KioskDeps, Log } from './deps.ts';
import { createDisplayKeeper } from './display.ts';
import { createHeartbeats } from './heartbeat.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createManifestSync } from './manifest-sync.ts';
import { createMediaCache } from './media-cache.ts';
import { createPages } from './pages.ts';
import { createPairing } from './pairing.ts';
import { createPlayOutbox } from './play-outbox.ts';
import { createPlayhead } from './playhead.ts';
import { createPush } from './push.ts';
import { createReach } from './reach.ts';
import { createRoutes } from './routes.ts';
import { createScreenshots } from './screenshots.ts';
import { createServerLink, reasonOf, type Reply } from './server-link.ts';
import { presenceAt } from './presence.ts';
import { createWebCheck } from './web-check.ts';

export type { KioskDeps } from './deps.ts';
export { folderDisk } from './folder-disk.ts';
export { memoryDisk } from './memory-disk.ts';

export type Kiosk = {
  app: Hono;
  /** Reads the disk and begins; it resolves as soon as `GET now` has the last good manifest, network or not. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

const QUIET: Log = { info() {}, warn() {} };

export function createKiosk(deps: KioskDeps): Kiosk {
  const { disk } = deps;
  const clock = deps.clock ?? systemClock();
  const random = deps.random ?? Math.random;
  const log = deps.log ?? QUIET;
  const passThrough = deps.media !== undefined;
  const reach = createReach({ disk, clock, log, why: deps.whyUnreachable });
  const server = reach.watch(createServerLink({ serverUrl: deps.serverUrl, fetch: deps.fetch, clock }));
  const startedAt = new Date(clock.now()).toISOString();
  const common = { disk, server, clock, log, random };

  const identity = createIdentity({
    disk,
    clock,
    log,
    token: deps.token,
    onChange: (next) => void changeIdentity(next),
  });
  const current = () => identity.current();
  const onReply = (reply: Reply, token: string) =>
    void identity.heard(reply, token).catch((error: unknown) => log.warn('identity', { reason: reasonOf(error) }));
  const cache = createMediaCache({
    ...common,
    identity: current,
    onChange: () => sync.settle(),
    onEvict: () => sync.settle(),
    onRefused: onReply,
  });
  const sync = createManifestSync({
    ...common,
    identity,
    cache,
    passThrough,
    onPlaying: () => {
      if (!playhead.changed()) publish();
    },
    onTrouble: () => publish(),
  });
  const playhead = createPlayhead({
    clock,
    manifest: () => sync.playing(),
    onDoubt: (media) => void doubt(media.map((one) => one.sha256)),
    onChange: () => publish(),
  });
  const pages = createPages({ clock, log, current: now, reloadPage: deps.reloadPage });
  const outbox = createPlayOutbox({ ...common, identity: current, onReply });
  const heartbeats = createHeartbeats({ server, identity, clock, log, random, measure, onCommands: obey });
  const push = createPush({
    ...common,
    identity: current,
    onWake: () => void sync.check(),
    onAsked: () => heartbeats.tell(),
    onRefused: onReply,
  });
  const pairing = createPairing({
    ...common,
    describe: deps.describe ?? {},
    pagePx: () => pages.last()?.word.pagePx,
    onApproved: (next) => identity.adopt(next),
    onChange: () => publish(),
  });
  const display = createDisplayKeeper(deps.display, log);
  const screenshots = createScreenshots({ clock, log, random, capture: deps.capture, wall, send: sendScreenshot });
  let identifyUntilMs: number | undefined;
  let restarted: string | undefined;
  let isRunning = false;
  let told = '';

  function state(): PlayerState {
    if (current() === undefined) return 'pairing';
    if (sync.playing() === undefined) return 'loading';
    const program = playhead.program();
    if (playhead.resting() !== undefined) return 'resting';
    if (program === undefined || program.entries.length === 0) return 'idle';
    return program.excluded.length < program.entries.length ? 'playing' : 'fault';
  }

  function now(): Now {
    const is = state();
    const manifest = is === 'pairing' ? undefined : sync.playing();
    const resting = is === 'resting' ? playhead.resting() : undefined;
    const trouble = is === 'pairing' ? pairing.trouble() : sync.trouble();
    return {
      state: is,
      atMs: clock.now(),
      revision: manifest?.revision ?? 0,
      screen: manifest?.screen,
      organisation: manifest?.organisation ?? '',
      publicUrl: manifest?.publicUrl ?? '',
      pairing: is === 'pairing' ? pairing.offer() : undefined,
      detail:
        is === 'playing' || is === 'idle' || is === 'resting'
          ? undefined
          : (trouble ?? playhead.faults()[0]?.reason)?.slice(0, 300),
      program: manifest === undefined ? undefined : playhead.program(),
      media: manifest === undefined ? [] : playhead.media(),
      ...(resting === undefined ? {} : { resting }),
      ...(identifyUntilMs === undefined ? {} : { identifyUntilMs }),
    };
  }

  function publish(): void {
    const next = now();
    display.want(next.state !== 'resting');
    pages.publish(next);
    // Worth a heartbeat: another state, program, revision or set of skipped entries. Not each turn of the loop.
    const { program } = next;
    const face = JSON.stringify([
      next.state,
      next.revision,
      program?.playlistId,
      program?.takeoverId,
      program?.excluded,
      program?.anchorMs,
    ]);
    if (face !== told) heartbeats.tell();
    told = face;
  }

  async function measure(): Promise<Heartbeat> {
    // What is told is on disk: a power cut after it comes back to the same.
    await sync.persisted();
    const program = playhead.program();
    const page = pages.last();
    const key = pages.isSeen() ? page?.word.key : undefined;
    const onWall = program?.entries.find((entry) => entry.key === key);
    return {
      state: state(),
      revision: sync.playing()?.revision ?? 0,
      entryId: onWall === undefined ? undefined : EntryId.parse(onWall.entryId ?? onWall.key),
      playlistId: program?.playlistId,
      // A takeover counts as reached only when a page says that it shows it.
      takeoverId: onWall === undefined ? undefined : program?.takeoverId,
      anchorMs: program === undefined ? undefined : Math.round(program.anchorMs),
      pageSeenAt: page === undefined ? undefined : new Date(page.atMs).toISOString(),
      pagePx: page?.word.pagePx,
      faults: playhead.faults(),
      shell: deps.shell,
      version: deps.version.slice(0, 40),
      clockOffsetMs: sync.clockOffsetMs(),
      cacheBytes: passThrough ? undefined : cache.totalBytes(),
      freeBytes: passThrough ? undefined : await freeBytes(),
      playsWaiting: outbox.waiting(),
      startedAt,
      display: await display.read(),
      troubles: reach.troubles(),
      canCapture: deps.capture !== undefined,
    };
  }

  function obey(commands: Commands): void {
    if (commands.screenshot !== undefined) screenshots.ask(commands.screenshot);
    if (commands.restart !== undefined && commands.restart !== restarted) {
      restarted = commands.restart;
      deps.reloadPage?.('asked for in the panel');
    }
    const untilMs = commands.identifyUntilMs === undefined ? 0 : commands.identifyUntilMs + (sync.clockOffsetMs() ?? 0);
    if (untilMs <= clock.now() || untilMs === identifyUntilMs) return;
    identifyUntilMs = untilMs;
    publish();
    clock.after(untilMs - clock.now(), () => {
      if (identifyUntilMs === untilMs) identifyUntilMs = undefined;
      publish();
    });
  }

  function wall() {
    const key = pages.isSeen() ? pages.last()?.word.key : undefined;
    const item = playhead.program()?.entries.find((entry) => entry.key === key)?.item;
    return { key, item, isResting: playhead.resting() !== undefined };
  }

  async function sendScreenshot(body: Screenshot): Promise<void> {
    const token = current()?.token;
    if (token !== undefined) await server.call({ method: 'POST', path: '/api/player/screenshots', token, body });
  }

  async function freeBytes(): Promise<number | undefined> {
    try {
      return await disk.freeBytes();
    } catch (error) {
      log.warn('the free space is not known', { reason: reasonOf(error) });
      return undefined;
    }
  }

  async function doubt(sha256s: readonly string[]): Promise<void> {
    if (passThrough) return;
    try {
      for (const sha256 of sha256s) await cache.doubt(sha256);
    } catch (error) {
      log.warn('a media file could not be read again', { reason: reasonOf(error) });
    }
  }

  function begin(): void {
    push.start();
    sync.start();
    heartbeats.start();
    screenshots.start();
    outbox.start();
  }

  async function changeIdentity(next: Identity | undefined): Promise<void> {
    deps.onIdentity?.(next);
    if (!isRunning) return;
    if (next !== undefined) {
      pairing.stop();
      begin();
    } else {
      push.stop();
      sync.stop();
      heartbeats.stop();
      screenshots.stop();
      pairing.start();
      await sync
        .forget()
        .catch((error: unknown) => log.warn('the old manifest stays on disk', { reason: reasonOf(error) }));
      playhead.changed();
    }
    publish();
  }

  const app = createRoutes({
    playerDir: deps.playerDir,
    frameAncestors: deps.frameAncestors ?? "'none'",
    clock,
    cache,
    pages,
    playhead,
    outbox,
    now,
    onPageChange: () => heartbeats.tell(),
    uuid: deps.uuid ?? randomUUID,
    media: deps.media,
    mediaType: (sha256) => sync.playing()?.media.find((media) => media.sha256 === sha256)?.type,
    presence: () => presenceAt(sync.playing()?.presence, clock.now(), sync.clockOffsetMs()),
    webCheck: deps.webFetch === undefined ? undefined : createWebCheck({ clock, fetch: deps.webFetch }),
  });

  return {
    app,
    async start() {
      isRunning = true;
      await Promise.all([identity.load(), cache.load(), reach.load()]);
      await sync.load();
      playhead.start();
      pages.start();
      void outbox
        .load()
        .catch((error: unknown) => log.warn('waiting plays could not be read', { reason: reasonOf(error) }));
      if (current() === undefined) pairing.start();
      else begin();
    },
    async stop() {
      isRunning = false;
      pairing.stop();
      push.stop();
      sync.stop();
      heartbeats.stop();
      screenshots.stop();
      playhead.stop();
      pages.stop();
      cache.stop();
      await outbox.stop();
      await sync.persisted();
    },
  };
}
