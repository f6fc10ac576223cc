/**
 * One change told to 5,000 connected screens: the time from the request that makes the change to the last screen that
 * heard of it, against a bare `node:http` server that writes the same bytes to as many responses. Both are driven by
 * the same crowd in a process of its own, in turn. Then how long until the last of them has the new manifest.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { ScreenId, Sha256 } from '@palier/playlists/ids';
import { Screen } from '@palier/playlists/screen';
import type { PlaylistView } from '@palier/playlists/views';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import { libraryOf, noticeEntry, scheduleEverywhere, startPalier, type Palier } from '../support/palier.ts';
import { freePort } from '../support/processes.ts';
import { milliseconds, quantile, type BenchRow } from './table.ts';
import type { Order, Round } from './sse-clients.ts';

const SCREENS = Number(process.env['BENCH_SCREENS'] ?? 5000);
const ROUNDS = 5;
const NOTIFY_LIMIT_MS = 250;
const PLAYING_LIMIT_MS = 3000;

/** Run as the bare rival: a broadcast of the bytes it is given to every open response. */
if (process.argv[2] === 'bare') await serveBare(Number(process.argv[3]));

export async function benchFanout(): Promise<BenchRow[]> {
  const tokens = Array.from({ length: SCREENS }, (_, index) => `bench-token-${String(index).padStart(10, '0')}`);
  const palier = await startPalier({
    library: libraryOf('hall', [noticeEntry('one', 'Un', 60_000), noticeEntry('two', 'Deux', 60_000)]),
    prepare: (dataDir) => storeScreens(dataDir, tokens),
  });
  try {
    await scheduleEverywhere(palier, 'hall');
    const bytes = await eventBytes(palier, tokens[0] ?? '');
    const rival = await bareRounds(bytes);
    const told = await ourRounds(palier, tokens, undefined);
    const playing = await ourRounds(palier, tokens, '/api/player/manifest');
    const ours = quantile(
      told.map((round) => round.heardMs),
      0.5,
    );
    const bare = quantile(rival, 0.5);
    const last = quantile(
      playing.map((round) => round.fetchedMs),
      0.5,
    );
    const ratio = bare / ours;
    return [
      {
        what: `one change told to ${SCREENS} screens, last one heard (median of ${ROUNDS})`,
        limit: `<= ${NOTIFY_LIMIT_MS} ms and >= 0.8 x`,
        rival: `${milliseconds(bare)} (bare \`node:http\`, same ${bytes.length} bytes)`,
        ours: milliseconds(ours),
        ratio: `${ratio.toFixed(2)} x`,
        held: ours <= NOTIFY_LIMIT_MS && ratio >= 0.8,
      },
      {
        what: `the same, until the last of ${SCREENS} has the new manifest`,
        limit: `<= ${PLAYING_LIMIT_MS} ms`,
        rival: '-',
        ours: milliseconds(last),
        ratio: '-',
        held: last <= PLAYING_LIMIT_MS,
      },
    ];
  } finally {
    await palier.stop();
  }
}

async function storeScreens(dataDir: string, tokens: readonly string[]): Promise<void> {
  const storage = await openJsonStorage({
    dir: dataDir,
    log: { info: () => {}, warn: console.warn, error: console.error },
  });
  for (let start = 0; start < tokens.length; start += 500) {
    await storage.transact(async (transaction) => {
      for (const [index, token] of tokens.slice(start, start + 500).entries()) {
        const id = ScreenId.parse(`screen-${start + index}`);
        const screen = Screen.parse({ id, name: `Screen ${start + index}`, zone: 'Europe/Paris', language: 'fr' });
        const hash = Sha256.parse(createHash('sha256').update(token).digest('hex'));
        await transaction.put('screens', { id, screen, tokenHashes: [hash], pairedAt: '2026-01-01T00:00:00Z' });
      }
    });
  }
  await storage.close();
}

async function ourRounds(palier: Palier, tokens: string[], manifestPath: string | undefined) {
  const port = Number(new URL(palier.url).port);
  const order = {
    port,
    path: '/api/player/events',
    marker: 'event: revision',
    tokens,
    ...(manifestPath === undefined ? {} : { manifestPath }),
  };
  const crowd = await startCrowd(order);
  const rounds: { heardMs: number; fetchedMs: number }[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    await rest(1500);
    const { body, etag } = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
    const playlist = { ...body.playlist, entries: body.playlist.entries.toReversed() };
    const round = crowd.round();
    const startedAt = performance.timeOrigin + performance.now();
    await palier.api('PUT', '/api/playlists/hall', playlist, { 'if-match': etag });
    const seen = await round;
    rounds.push({ heardMs: seen.lastHeardAt - startedAt, fetchedMs: seen.lastFetchedAt - startedAt });
  }
  await crowd.end();
  return rounds;
}

async function bareRounds(bytes: Buffer): Promise<number[]> {
  const port = await freePort();
  const server = spawn(process.execPath, [new URL(import.meta.url).pathname, 'bare', String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(server.stdout, 'data');
  const crowd = await startCrowd({
    port,
    path: '/',
    marker: 'event: revision',
    tokens: Array.from({ length: SCREENS }, () => null),
  });
  const rounds: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    await rest(1500);
    const round = crowd.round();
    const startedAt = performance.timeOrigin + performance.now();
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: new Uint8Array(bytes) });
    rounds.push((await round).lastHeardAt - startedAt);
  }
  await crowd.end();
  server.kill();
  return rounds;
}

async function startCrowd(order: Order): Promise<{ round(): Promise<Round>; end(): Promise<void> }> {
  const child = spawn(process.execPath, [new URL('./sse-clients.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = linesOf(child);
  child.stdin?.write(`${JSON.stringify(order)}\n`);
  await lines.next();
  return {
    round: async () => {
      child.stdin?.write('round\n');
      return JSON.parse((await lines.next()).value ?? '');
    },
    end: async () => {
      child.stdin?.write('end\n');
      await once(child, 'exit');
    },
  };
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  let left = '';
  for await (const chunk of child.stdout ?? []) {
    left += String(chunk);
    const parts = left.split('\n');
    left = parts.pop() ?? '';
    yield* parts;
  }
}

/** The very bytes a screen gets for one change. */
async function eventBytes(palier: Palier, token: string): Promise<Buffer> {
  const answer = await fetch(`${palier.url}/api/player/events`, { headers: { authorization: `Bearer ${token}` } });
  const reader = answer.body?.getReader();
  if (reader === undefined) throw new Error('the event stream has no body');
  const { body, etag } = await palier.api<PlaylistView>('GET', '/api/playlists/hall');
  await palier.api(
    'PUT',
    '/api/playlists/hall',
    { ...body.playlist, entries: body.playlist.entries.toReversed() },
    { 'if-match': etag },
  );
  let text = '';
  while (!/event: revision[^]*\n\n/.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error('the event stream ended');
    text += Buffer.from(value).toString();
  }
  await reader.cancel();
  const start = Math.max(0, text.lastIndexOf('id:', text.indexOf('event: revision')));
  return Buffer.from(text.slice(start));
}

async function serveBare(port: number): Promise<void> {
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      readers.add(response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      for (const reader of readers) reader.write(bytes);
      response.end();
    });
  });
  server.listen(port, '127.0.0.1', 8192, () => console.log('listening'));
  await once(server, 'close');
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
