/**
 * Conversations under load. 500 authors write at once while 50 sessions of HR listen, against a bare `node:http` server
 * that keeps the same text unsealed in memory and broadcasts the same event; and an inbox of 10,000 threads, opened just
 * after unlocking and later, against the same page made from plain objects.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserId } from '@palier/playlists/ids';
import { InboxPage } from '@palier/playlists/thread-views';
import { createApi } from '../../api/src/app.ts';
import { systemClock } from '../../api/src/clock.ts';
import { listen } from '../../api/src/listen.ts';
import { createParts } from '../../api/src/parts.ts';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { settingsFor } from '../threads/settings-for.ts';
import { milliseconds, quantile, type BenchRow } from './table.ts';
import type { CrowdOrder, CrowdResult } from './thread-crowd.ts';

const WRITERS = Number(process.env['BENCH_WRITERS'] ?? 500);
const LISTENERS = 50;
const THREADS = Number(process.env['BENCH_THREADS'] ?? 10_000);
const REACH_LIMIT_MS = 500;
const OPEN_LIMIT_MS = 300;
const PASSPHRASE = 'a long walk in the rain';
const TEXT = 'Bonjour, je voudrais savoir où en est ma demande de congés pour le mois de mai. Merci beaucoup. '.repeat(
  3,
);
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export async function benchThreads(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'palier-bench-'));
  const house = await openHouse(dir);
  try {
    return [...(await measureWriting(house)), ...(await measureInbox(house))];
  } finally {
    await house.close();
    await rm(dir, { recursive: true, force: true });
  }
}

type House = Awaited<ReturnType<typeof openHouse>>;

async function openHouse(dir: string) {
  const settings = settingsFor(dir);
  await mkdir(settings.playlistsDir, { recursive: true });
  await mkdir(settings.assetsDir, { recursive: true });
  const storage = await openJsonStorage({ dir: settings.dataDir, log: quiet });
  let publicUrl = 'http://127.0.0.1';
  const parts = createParts({
    storage,
    clock: systemClock,
    log: quiet,
    random: randomBytes,
    settings,
    publicUrl: () => publicUrl,
    version: '0.0.0',
    fetch,
    node: 'bench',
  });
  await parts.start();
  const api = createApi(parts);
  const server = await listen({
    settings: { port: 0, host: '127.0.0.1', tls: undefined, trustedProxies: 0 },
    api,
    log: quiet,
    panel: (_request, response) => void response.end(),
  });
  publicUrl = `http://127.0.0.1:${server.port}`;
  const id = UserId.parse('claire');
  const user = { id, email: 'claire@palier.example', name: 'Claire', role: 'hr' as const, language: 'fr' as const };
  await storage.transact((transaction) =>
    transaction.put('users', { ...user, passwordHash: '', createdAt: new Date().toISOString() }),
  );
  const cookies: string[] = [];
  for (let count = 0; count < 29; count += 1) cookies.push(`palier=${await parts.sessions.start(id, undefined)}`);
  const ask = async (method: string, path: string, body?: unknown, cookie = cookies[0] ?? '') => {
    const response = await fetch(`${publicUrl}${path}`, {
      method,
      headers: { cookie, origin: publicUrl, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  };
  return {
    parts,
    port: server.port,
    cookies,
    ask,
    async close() {
      await server.close();
      await parts.stop();
      await storage.close();
    },
  };
}

/** Threads with their sessions, without the cost of receipts, which is not what is measured. */
async function begin(house: House, count: number): Promise<{ id: string; cookie: string }[]> {
  const { conversations, authors, keyring, index } = house.parts.threads;
  const { newest } = await keyring.state();
  if (newest === undefined) throw new Error('no inbox');
  const inbox = { generation: Number(newest.id), publicKey: newest.publicKey };
  const begun: { id: string; cookie: string }[] = [];
  for (let from = 0; from < count; from += 100) {
    const some = Array.from({ length: Math.min(100, count - from) }, async (_none, index_) => {
      const keys = { lookup: randomBytes(32).toString('hex'), key: new Uint8Array(randomBytes(32)) };
      const made = await conversations.begin(
        keys,
        { topic: 'leave', text: TEXT, key: `bench-${from + index_}` },
        inbox,
      );
      if ('refused' in made) throw new Error(made.refused);
      index.changed(made.record, made.keys);
      const session = await authors.openWith(keys);
      return { id: made.record.id, cookie: `palier-thread=${session?.secret ?? ''}` };
    });
    begun.push(...(await Promise.all(some)));
  }
  return begun;
}

async function measureWriting(house: House): Promise<BenchRow[]> {
  await house.ask('POST', '/api/inbox', { passphrase: PASSPHRASE });
  for (const cookie of house.cookies.slice(1))
    await house.ask('POST', '/api/inbox/session', { passphrase: PASSPHRASE }, cookie);
  const threads = await begin(house, WRITERS);
  await house.parts.threads.index.settled();
  const listeners = Array.from(
    { length: LISTENERS },
    (_none, index) => house.cookies[index % house.cookies.length] ?? '',
  );
  const order = (seq: number, isRead: boolean): CrowdOrder => ({
    port: house.port,
    host: `127.0.0.1:${house.port}`,
    listenPath: '/api/inbox/events',
    listeners,
    seq,
    writers: threads.map(({ id, cookie }) => ({
      path: '/api/public/thread/messages',
      cookie,
      body: JSON.stringify({ text: TEXT, key: `bench-${seq}-key` }),
      marker: id,
      ...(isRead ? { readPath: `/api/inbox/threads/${id}` } : {}),
    })),
  });
  // One round each to warm up; what is told is the second.
  await crowd(order(2, false));
  await bareRival(order(2, false));
  const ours = await crowd(order(3, false));
  const bare = await bareRival(order(3, false));
  const withReading = await crowd(order(4, true));
  const last = (results: CrowdResult) =>
    quantile(
      results.map(({ lastHeardMs }) => lastHeardMs),
      0.95,
    );
  const [heard, rival] = [last(ours), last(bare)];
  const read = quantile(
    withReading.map(({ readMs }) => readMs),
    0.95,
  );
  const refused = ours.reduce((sum, one) => sum + one.refused, 0);
  return [
    {
      what: `${WRITERS} authors write at once, ${LISTENERS} HR sessions listen: the last of them heard, p95`,
      limit: `<= ${REACH_LIMIT_MS} ms`,
      rival: `${milliseconds(rival)} (bare \`node:http\`, unsealed, in memory)`,
      ours: `${milliseconds(heard)}${refused === 0 ? '' : `, ${refused} refused`}`,
      ratio: `${(rival / heard).toFixed(2)} x`,
      held: heard <= REACH_LIMIT_MS && refused === 0,
    },
    {
      what: 'the same, until one of HR had read the whole thread (sealed, synced, noted in the audit), p95',
      limit: '-',
      rival: '-',
      ours: milliseconds(read),
      ratio: '-',
      held: true,
    },
  ];
}

async function crowd(order: CrowdOrder): Promise<CrowdResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'thread-crowd.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stdin.write(`${JSON.stringify(order)}\n`);
  await once(child, 'close');
  return JSON.parse(text) as CrowdResult;
}

/** Keeps the text as it came and tells everyone at once: nothing sealed, nothing synced, nobody asked who they are. */
async function bareRival(order: CrowdOrder): Promise<CrowdResult> {
  const streams = new Set<ServerResponse>();
  const kept: string[] = [];
  const ids = new Map(order.writers.map(({ cookie, marker }) => [cookie, marker]));
  const server = createServer((request, response) => {
    if (request.url === '/api/health') return void response.end('{}');
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': hello\n\n');
      streams.add(response);
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      kept.push(JSON.parse(body).text);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
      const event = {
        threads: [{ id: ids.get(request.headers.cookie ?? ''), seq: order.seq }],
        many: false,
        locked: false,
      };
      const bytes = Buffer.from(`event: inbox\nid: 1\ndata: ${JSON.stringify(event)}\n\n`);
      for (const stream of streams) stream.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const result = await crowd({ ...order, port });
  server.closeAllConnections();
  server.close();
  return result;
}

async function measureInbox(house: House): Promise<BenchRow[]> {
  const answered = await begin(house, THREADS - WRITERS);
  for (let from = 0; from < answered.length; from += 500) {
    await house.parts.storage.transact(async (transaction) => {
      for (const { id } of answered.slice(from, from + 500)) {
        const record = await transaction.get('threads', id);
        if (record !== undefined) await transaction.put('threads', { ...record, waitsFor: 'author' });
      }
    });
  }
  for (const cookie of house.cookies) await house.ask('DELETE', '/api/inbox/session', undefined, cookie);
  const unlockedAt = performance.now();
  await house.ask('POST', '/api/inbox/session', { passphrase: PASSPHRASE });
  let page = '';
  const first = await timed(async () => void (page = await house.ask('GET', '/api/inbox/threads')));
  const { threads, counts } = InboxPage.parse(JSON.parse(page));
  await house.parts.threads.index.settled();
  const allOpenMs = performance.now() - unlockedAt;
  const later = [];
  for (let count = 0; count < 30; count += 1) later.push(await timed(() => house.ask('GET', '/api/inbox/threads')));
  const plain = plainRival();
  const warm = quantile(later, 0.95);
  const row = (what: string, ours: number): BenchRow => ({
    what,
    limit: `<= ${OPEN_LIMIT_MS} ms`,
    rival: `${milliseconds(plain)} (plain objects in memory)`,
    ours: milliseconds(ours),
    ratio: `${(plain / ours).toFixed(2)} x`,
    held: ours <= OPEN_LIMIT_MS,
  });
  return [
    row(
      `an inbox of ${THREADS} threads, ${WRITERS} of them waiting: first page just after unlocking (${threads.length} shown, ${counts.waiting} waiting known)`,
      first,
    ),
    row(`the same, later, p95 of 30`, warm),
    {
      what: `every one of ${THREADS} threads opened in the background after unlocking`,
      limit: '-',
      rival: '-',
      ours: milliseconds(allOpenMs),
      ratio: '-',
      held: true,
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The same page from rows that were never sealed: filter, sort, slice, stringify. */
function plainRival(): number {
  const rows = Array.from({ length: THREADS }, (_none, index) => ({
    id: `t${index}`,
    topic: 'leave',
    excerpt: TEXT.slice(0, 140),
    waitingSince: new Date(Date.UTC(2026, 0, 1) + ((index * 7919) % THREADS) * 1000).toISOString(),
  }));
  const samples = Array.from({ length: 30 }, () => {
    const began = performance.now();
    const page = rows.toSorted((a, b) => (a.waitingSince < b.waitingSince ? -1 : 1)).slice(0, 50);
    JSON.parse(JSON.stringify(page));
    return performance.now() - began;
  });
  return quantile(samples, 0.95);
}
