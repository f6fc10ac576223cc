/**
 * The player for browsers that have no kiosk beside them: smart TVs at `/play`, previews in the panel. It is the kiosk
 * core itself, one for each browser, that speaks to this server in process. Bounded, and dropped when nobody looks.
 * The only file of the server that knows the kiosk.
 */
import { createKiosk, memoryDisk, type Kiosk } from '@palier/kiosk/core';
import type { Clock } from './clock.ts';
import type { ApiEnv } from './environment.ts';
import type { Log } from './log.ts';

/** Cores at once. Each holds a manifest in memory, no media. */
const MAX_HOSTED = 300;
/** A page says every 10 s that it is alive; without a word for this long its core goes. */
const IDLE_MS = 90_000;
const NOT_RECORDED = new Set(['/api/player/heartbeats', '/api/player/plays']);

export type InProcessFetch = (request: Request, env: ApiEnv['Bindings']) => Response | Promise<Response>;

export type Viewer =
  /** A smart TV: `id` is its browser's own secret; `token` what it was paired with. */
  | { kind: 'tv'; id: string; token: string | undefined; address: string }
  | { kind: 'preview'; screenId: string; userId: string; address: string };

type Hosted = { kind: Viewer['kind']; kiosk: Kiosk; token: string | undefined; seenAtMs: number; ready: Promise<void> };
export type HostedAnswer = { response: Response; token: string | undefined } | { refused: 'full' };

export function createHostedPlayers(deps: {
  clock: Clock;
  log: Log;
  version: string;
  playerDir: string;
  fetch: InProcessFetch;
}) {
  const { clock, log } = deps;
  const hosted = new Map<string, Hosted>();
  const page = start({ kind: 'preview', screenId: 'nobody', userId: 'nobody', address: 'local' }).kiosk;
  let cancelSweep: (() => void) | undefined;

  function start(viewer: Viewer): Hosted {
    const inProcess = { address: viewer.address, ...(viewer.kind === 'preview' ? { previewOf: viewer.screenId } : {}) };
    const ask = (request: Request) => Promise.resolve(deps.fetch(request, { inProcess }));
    const own: Hosted = {
      kind: viewer.kind,
      token: viewer.kind === 'tv' ? viewer.token : undefined,
      seenAtMs: clock.now(),
      ready: Promise.resolve(),
      kiosk: createKiosk({
        serverUrl: 'http://in.process',
        fetch: (url, init) => {
          const request = new Request(url, init);
          const isSilent = viewer.kind === 'preview' && NOT_RECORDED.has(new URL(url).pathname);
          return isSilent ? Promise.resolve(unrecorded(url)) : ask(request);
        },
        disk: memoryDisk(),
        shell: 'hosted',
        version: deps.version,
        playerDir: deps.playerDir,
        frameAncestors: "'self'",
        // A preview is known to this process; what stands here only says that there is nothing to pair.
        token: viewer.kind === 'preview' ? 'a-preview-needs-no-token' : viewer.token,
        media: (sha256, request) => {
          const headers = new Headers(request.headers);
          if (own.token !== undefined) headers.set('authorization', `Bearer ${own.token}`);
          return ask(new Request(`http://in.process/api/player/media/${sha256}`, { method: request.method, headers }));
        },
        onIdentity: (identity) => {
          own.token = identity?.token;
        },
        clock: {
          now: () => clock.now(),
          monotonicMs: () => performance.now(),
          after: (ms, run) => ({ cancel: clock.after(ms, run) }),
        },
        log,
      }),
    };
    return own;
  }

  function keyOf(viewer: Viewer): string {
    return viewer.kind === 'tv' ? `tv ${viewer.id}` : `preview ${viewer.screenId} ${viewer.userId}`;
  }

  function sweep(): void {
    cancelSweep = undefined;
    for (const [key, one] of hosted) {
      if (clock.now() - one.seenAtMs >= IDLE_MS) drop(key, one);
    }
    if (hosted.size > 0) cancelSweep = clock.after(IDLE_MS / 3, sweep);
  }

  function drop(key: string, one: Hosted): void {
    hosted.delete(key);
    void one.kiosk.stop().catch((error: unknown) => log.error('a hosted player did not stop', error));
  }

  /** Anybody can open players that are not paired: the one not heard for longest gives way to people and to screens. */
  function makesRoomFor(viewer: Viewer): boolean {
    if (viewer.kind === 'tv' && viewer.token === undefined) return false;
    const strangers = [...hosted].filter(([, { kind, token }]) => kind === 'tv' && token === undefined);
    const [oldest] = strangers.toSorted(([, a], [, b]) => a.seenAtMs - b.seenAtMs);
    if (oldest !== undefined) drop(...oldest);
    return oldest !== undefined;
  }

  function coreOf(viewer: Viewer): Hosted | undefined {
    const key = keyOf(viewer);
    const known = hosted.get(key);
    if (known !== undefined) return known;
    sweep();
    if (hosted.size >= MAX_HOSTED && !makesRoomFor(viewer)) return undefined;
    const one = start(viewer);
    one.ready = one.kiosk.start();
    hosted.set(key, one);
    cancelSweep ??= clock.after(IDLE_MS / 3, sweep);
    return one;
  }

  return {
    /** The page and its files, which are the same for everyone and need no core. */
    page: (request: Request): Response | Promise<Response> => page.app.fetch(request),
    /** What the page asks of its core. `token` is what the browser should keep from now on. */
    async answer(viewer: Viewer, request: Request): Promise<HostedAnswer> {
      const one = coreOf(viewer);
      if (one === undefined) return { refused: 'full' };
      one.seenAtMs = clock.now();
      await one.ready;
      const response = await one.kiosk.app.fetch(request);
      return { response, token: one.token };
    },
    count: () => hosted.size,
    async stop(): Promise<void> {
      cancelSweep?.();
      const all = [...hosted.values()];
      hosted.clear();
      await Promise.all(all.map((one) => one.kiosk.stop()));
    },
  };
}
export type HostedPlayers = ReturnType<typeof createHostedPlayers>;

/** Looking at a screen leaves no trace: what its core reports goes no further. */
function unrecorded(url: string): Response {
  return url.endsWith('/plays') ? Response.json({ added: 0 }) : new Response(null, { status: 204 });
}
