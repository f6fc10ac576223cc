/** A kiosk core that says what the test wants: the page's files with the real policy, one stream, and everything the page reports. */
import { serve } from '@hono/node-server';
import type { Now } from '@palier/playlists/now';
import { Hono } from 'hono';
import { pageFile, pagePolicy } from '../../kiosk/core/page-files.ts';

export type FakeCore = {
  url: string;
  /** What the page has sent, by path. */
  heard: { plays: unknown[]; faults: unknown[]; alive: unknown[] };
  media: Map<string, { type: string; bytes: Uint8Array<ArrayBuffer> }>;
  /** Sends it to the page and answers with it from now on. */
  push(now: Omit<Now, 'atMs'>): void;
  /** Cuts every connection and refuses new ones until `revive`. */
  fall(): void;
  revive(): void;
  stop(): Promise<void>;
};

export async function startFakeCore(playerDir: string, port: number): Promise<FakeCore> {
  const app = new Hono();
  const heard: FakeCore['heard'] = { plays: [], faults: [], alive: [] };
  const media: FakeCore['media'] = new Map();
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let now: Omit<Now, 'atMs'> = { state: 'loading', revision: 0, organisation: '', publicUrl: '', media: [] };
  let down = false;
  const event = () => encoder.encode(`event: now\ndata: ${JSON.stringify({ ...now, atMs: Date.now() })}\n\n`);

  app.use(async (c, next) => (down ? c.text('down', 503) : next()));
  app.get('/now', (c) => c.json({ ...now, atMs: Date.now() }));
  app.get('/events', (c) => {
    let own: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller;
        streams.add(controller);
        controller.enqueue(event());
      },
      cancel: () => void streams.delete(own),
    });
    return c.body(body, 200, { 'content-type': 'text/event-stream' });
  });
  app.get('/media/:sha', (c) => {
    const file = media.get(c.req.param('sha'));
    return file === undefined ? c.notFound() : ranged(c.req.header('range'), file);
  });
  app.get('/web-check', (c) => c.json({ ok: false, reason: 'it refuses to be framed' }));
  for (const path of ['plays', 'faults', 'alive'] as const) {
    app.post(`/${path}`, async (c) => {
      heard[path].push(await c.req.json());
      return c.body(null, 204);
    });
  }
  app.get('/*', async (c) => (await pageFile(playerDir, c.req.path, pagePolicy("'self'"))) ?? c.notFound());

  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(started));
  });
  const cut = () => {
    for (const stream of streams) stream.close();
    streams.clear();
  };
  return {
    url: `http://127.0.0.1:${port}/`,
    heard,
    media,
    push(next) {
      now = next;
      for (const stream of streams) stream.enqueue(event());
    },
    fall() {
      down = true;
      cut();
    },
    revive() {
      down = false;
    },
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function ranged(range: string | undefined, file: { type: string; bytes: Uint8Array<ArrayBuffer> }): Response {
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const headers = { 'content-type': file.type, 'accept-ranges': 'bytes' };
  if (from === '') return new Response(file.bytes, { headers });
  const end = to === '' ? file.bytes.length - 1 : Math.min(Number(to), file.bytes.length - 1);
  const part = file.bytes.slice(Number(from), end + 1);
  return new Response(part, {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${end}/${file.bytes.length}` },
  });
}
