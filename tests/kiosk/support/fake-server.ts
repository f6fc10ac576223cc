/** A server of a few lines that speaks the player's part of the wire contract, and fails as a test tells it to. */
import { createHash } from 'node:crypto';
import type { Manifest } from '@palier/playlists/manifest';
import { PlayBatch } from '@palier/playlists/play';
import { Hono } from 'hono';

export const TOKEN = 'token-of-a-screen-0123456789';

export type Failure = 'refused' | 'portal' | 'lost-reply' | 'error' | 'half-body';

export type FakeServer = ReturnType<typeof createFakeServer>;

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `size` bytes that differ by `seed`. */
export function fileOf(seed: string, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index += 1)
    bytes[index] = (seed.charCodeAt(index % seed.length) * 31 + index * 7) % 251;
  return bytes;
}

export function createFakeServer() {
  const state = {
    manifest: undefined as Manifest | undefined,
    media: new Map<string, Uint8Array<ArrayBuffer>>(),
    /** Bytes served in the place of the right ones. */
    corrupt: new Map<string, Uint8Array<ArrayBuffer>>(),
    /** Media whose answer breaks off after so many bytes. */
    breakAfter: new Map<string, number>(),
    /** Media that never come until released. */
    held: new Set<string>(),
    plays: new Map<string, unknown>(),
    batches: 0,
    heartbeats: [] as Record<string, unknown>[],
    tokens: new Set([TOKEN]),
    refuseWith: undefined as number | undefined,
    nextToken: undefined as string | undefined,
    pairing: undefined as
      { code: string; secret: string; approved?: { screenId: string; token: string }; sizes?: unknown[] } | undefined,
    requests: [] as { method: string; path: string; headers: Headers }[],
    offline: false,
    fail: undefined as ((path: string) => Failure | undefined) | undefined,
  };
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const releases = new Map<string, (() => void)[]>();
  const app = new Hono();

  const problem = (status: number) =>
    new Response(JSON.stringify({ type: 'about:blank', title: 'refused', status }), {
      status,
      headers: { 'content-type': 'application/problem+json' },
    });

  app.use('/api/player/*', async (c, next) => {
    if (state.refuseWith !== undefined) return problem(state.refuseWith);
    const token = c.req.header('authorization')?.replace('Bearer ', '');
    if (token === undefined || !state.tokens.has(token)) return problem(401);
    return next();
  });
  app.get('/api/player/manifest', (c) => {
    if (state.manifest === undefined) return problem(404);
    const { revision: _, ...content } = state.manifest;
    const etag = `"${sha256Of(new TextEncoder().encode(JSON.stringify(content))).slice(0, 16)}"`;
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, { etag });
    return c.json(state.manifest, 200, { etag });
  });
  app.get('/api/player/events', () => {
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        mine = controller;
        streams.add(controller);
        controller.enqueue(new TextEncoder().encode(':\n\n'));
      },
      cancel: () => void streams.delete(mine),
    });
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  });
  app.get('/api/player/media/:sha256', async (c) => {
    const sha256 = c.req.param('sha256');
    const bytes = state.corrupt.get(sha256) ?? state.media.get(sha256);
    if (bytes === undefined) return problem(404);
    if (state.held.has(sha256)) {
      await new Promise<void>((resolve) => releases.set(sha256, [...(releases.get(sha256) ?? []), resolve]));
    }
    const start = Number(/^bytes=(\d+)-$/.exec(c.req.header('range') ?? '')?.[1] ?? 0);
    const headers: Record<string, string> =
      start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
    const limit = state.breakAfter.get(sha256);
    const part = limit === undefined ? bytes.slice(start) : bytes.slice(start, start + limit);
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(part);
        if (limit === undefined || start + limit >= bytes.length) controller.close();
      },
      pull(controller) {
        if (limit !== undefined) controller.error(new Error('the line broke'));
      },
    });
    return new Response(stream, { status: start > 0 ? 206 : 200, headers });
  });
  app.post('/api/player/heartbeats', async (c) => {
    state.heartbeats.push(await c.req.json());
    if (state.nextToken === undefined) return c.body(null, 204);
    state.tokens.add(state.nextToken);
    return c.json({ nextToken: state.nextToken });
  });
  app.post('/api/player/plays', async (c) => {
    const { plays } = PlayBatch.parse(await c.req.json());
    state.batches += 1;
    const before = state.plays.size;
    for (const play of plays) state.plays.set(play.id, play);
    return c.json({ added: state.plays.size - before });
  });
  app.post('/api/pairings', (c) => {
    const expiresAt = new Date(Date.UTC(2030, 0, 1)).toISOString();
    state.pairing = { code: 'ABCD2345', secret: 'poll-secret-0123456789abcdef' };
    return c.json(
      { code: 'ABCD2345', pollSecret: state.pairing.secret, expiresAt, approveUrl: 'http://panel/pair' },
      201,
    );
  });
  app.post('/api/pairings/mine', async (c) => {
    if (c.req.header('authorization') !== `Bearer ${state.pairing?.secret}`) return problem(404);
    if (state.pairing !== undefined) state.pairing.sizes = [...(state.pairing.sizes ?? []), await c.req.json()];
    return c.body(null, 204);
  });
  app.get('/api/pairings/mine', (c) => {
    if (c.req.header('authorization') !== `Bearer ${state.pairing?.secret}`) return problem(404);
    if (state.pairing?.approved === undefined) return c.json({ status: 'waiting' });
    return c.json({ status: 'approved', ...state.pairing.approved });
  });

  return {
    state,
    /** What a kiosk is given as `fetch`. */
    fetch: async (url: string, init?: RequestInit): Promise<Response> => {
      const path = new URL(url).pathname;
      const request = new Request(url, init);
      state.requests.push({ method: request.method, path, headers: request.headers });
      const failure = state.offline ? 'refused' : state.fail?.(path);
      if (failure === 'refused') throw new TypeError('fetch failed');
      if (failure === 'portal')
        return new Response('<html>please sign in</html>', { status: 403, headers: { 'content-type': 'text/html' } });
      if (failure === 'error') return problem(500);
      const response = await app.request(request);
      if (failure === 'lost-reply') throw new TypeError('fetch failed: the reply was lost');
      if (failure === 'half-body')
        return new Response((await response.text()).slice(0, 20), {
          status: response.status,
          headers: response.headers,
        });
      return response;
    },
    put(bytes: Uint8Array<ArrayBuffer>): string {
      const sha256 = sha256Of(bytes);
      state.media.set(sha256, bytes);
      return sha256;
    },
    release(sha256: string): void {
      state.held.delete(sha256);
      for (const go of releases.get(sha256) ?? []) go();
      releases.delete(sha256);
    },
    /** Tells every connected screen. */
    push(revision: number, spreadMs = 0): void {
      const frame = new TextEncoder().encode(
        `id: ${revision}\nevent: revision\ndata: ${JSON.stringify({ revision, spreadMs })}\n\n`,
      );
      for (const stream of streams) stream.enqueue(frame);
    },
    dropStreams(): void {
      for (const stream of streams) stream.error(new Error('connection reset'));
      streams.clear();
    },
    connected: () => streams.size,
    asked: (path: string) => state.requests.filter((request) => request.path === path).length,
  };
}
