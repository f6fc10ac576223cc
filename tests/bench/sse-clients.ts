/**
 * A crowd of SSE readers in a process of its own: opens N raw connections, says `ready` when each got its headers,
 * and for each round prints when the last of them saw the marker, and, where asked, when the last of them had fetched
 * the manifest as a kiosk does: after a random part of the wait the event names. Driven by lines on standard input.
 */
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';

export type Order = { port: number; path: string; marker: string; tokens: (string | null)[]; manifestPath?: string };
export type Round = {
  heard: number;
  lastHeardAt: number;
  fetched: number;
  lastFetchedAt: number;
  fetchedBytes: number;
};

const OPEN_AT_ONCE = 200;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const now = () => performance.timeOrigin + performance.now();
const fresh = (): Round => ({ heard: 0, lastHeardAt: 0, fetched: 0, lastFetchedAt: 0, fetchedBytes: 0 });

const lines = readLines();
const order: Order = JSON.parse((await lines.next()).value ?? '{}');
let round = fresh();
const sockets: Socket[] = [];

for (let start = 0; start < order.tokens.length; start += OPEN_AT_ONCE) {
  await Promise.all(order.tokens.slice(start, start + OPEN_AT_ONCE).map(open));
}
console.log('ready');
for await (const line of lines) {
  if (line === 'end') break;
  if (line === 'round') round = fresh();
}
for (const socket of sockets) socket.destroy();
process.exit(0);

function open(token: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, '127.0.0.1');
    sockets.push(socket);
    let opened = false;
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('connect', () => {
      const authorization = token === null ? '' : `Authorization: Bearer ${token}\r\n`;
      socket.write(
        `GET ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n${authorization}\r\n`,
      );
    });
    socket.on('data', (chunk) => {
      if (!opened) {
        if (!chunk.includes(' 200 ')) return reject(new Error(chunk.toString('latin1').slice(0, 300)));
        opened = true;
        return resolve();
      }
      if (chunk.includes(order.marker)) hear(chunk.toString(), token);
    });
  });
}

function hear(event: string, token: string | null): void {
  round.heard += 1;
  round.lastHeardAt = now();
  const { manifestPath } = order;
  if (manifestPath === undefined) return report();
  const spreadMs = Number(event.match(/"spreadMs":(\d+)/)?.[1] ?? 0);
  setTimeout(() => fetchManifest(manifestPath, token ?? ''), Math.random() * spreadMs);
}

function fetchManifest(path: string, token: string): void {
  const headers = { authorization: `Bearer ${token}` };
  const request = get({ host: '127.0.0.1', port: order.port, path, agent, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks);
      if (answer.statusCode !== 200) throw new Error(`the manifest answered ${answer.statusCode}`);
      JSON.parse(body.toString());
      round.fetched += 1;
      round.fetchedBytes += body.length;
      round.lastFetchedAt = now();
      report();
    });
  });
  request.on('error', (error) => {
    throw error;
  });
}

function report(): void {
  const all = order.tokens.length;
  if (round.heard === all && (order.manifestPath === undefined || round.fetched === all))
    console.log(JSON.stringify(round));
}

async function* readLines(): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of process.stdin) {
    rest += String(chunk);
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
