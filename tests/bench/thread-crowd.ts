/**
 * A crowd in a process of its own: HR sessions that listen by SSE, and authors who write at once. Prints, for each
 * message, when its first and last listener heard of it and when one of HR had read it. Driven by one line of JSON.
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

export type CrowdOrder = {
  port: number;
  listenPath: string;
  listeners: string[];
  /** One request each: its path, cookie and body, and the word in an event that tells of it. */
  writers: { path: string; cookie: string; body: string; marker: string; readPath?: string }[];
  host: string;
  /** The number of the message that is listened for. */
  seq: number;
};
export type CrowdResult = { answeredMs: number; lastHeardMs: number; readMs: number; refused: number }[];

const agent = new Agent({ keepAlive: true, maxSockets: 600 });
const now = () => performance.now();

for await (const line of createInterface({ input: process.stdin })) {
  const order: CrowdOrder = JSON.parse(line);
  console.log(JSON.stringify(await run(order)));
  process.exit(0);
}

async function run(order: CrowdOrder): Promise<CrowdResult> {
  const heard = order.writers.map(() => ({ count: 0, lastMs: 0 }));
  const waiting = new Map(order.writers.map(({ marker }, index) => [marker, index]));
  const { promise: allHeard, resolve } = Promise.withResolvers<void>();
  let complete = 0;
  const hear = (marker: string) => {
    const one = heard[waiting.get(marker) ?? -1];
    if (one === undefined) return;
    one.count += 1;
    one.lastMs = now();
    if (one.count === order.listeners.length) complete += 1;
    if (complete === order.writers.length) resolve();
  };
  await Promise.all(order.listeners.map((cookie) => listen(order, cookie, hear)));
  // Phones that have the page open have their connection open too.
  await Promise.all(order.writers.map(({ cookie }) => ask(order, 'GET', '/api/health', cookie)));
  const late = setTimeout(resolve, 30_000);
  const began: number[] = [];
  const answers = await Promise.all(
    order.writers.map(async (writer, index) => {
      began[index] = now();
      const status = await ask(order, 'POST', writer.path, writer.cookie, writer.body);
      const answeredMs = now() - (began[index] ?? 0);
      if (writer.readPath !== undefined) {
        await ask(order, 'GET', writer.readPath, order.listeners[index % order.listeners.length] ?? '');
      }
      return { answeredMs, readMs: now() - (began[index] ?? 0), refused: status < 300 ? 0 : 1 };
    }),
  );
  await allHeard;
  clearTimeout(late);
  return answers.map((answer, index) => {
    const { count, lastMs } = heard[index] ?? { count: 0, lastMs: 0 };
    const isWhole = count >= order.listeners.length;
    return { ...answer, lastHeardMs: isWhole ? lastMs - (began[index] ?? 0) : Number.MAX_SAFE_INTEGER };
  });
}

function listen(order: CrowdOrder, cookie: string, hear: (marker: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(order.port, '127.0.0.1');
    const told = new RegExp(`"id":"(\\w+)","seq":${order.seq}\\b`, 'g');
    let opened = false;
    let text = '';
    socket.on('error', reject);
    socket.write(`GET ${order.listenPath} HTTP/1.1\r\nHost: ${order.host}\r\nCookie: ${cookie}\r\n\r\n`);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!opened && !text.includes(' 200 ')) return reject(new Error(text.slice(0, 300)));
      if (!opened) resolve();
      opened = true;
      const end = text.lastIndexOf('\n\n');
      if (end < 0) return;
      const seen = new Set<string>();
      for (const [, marker = ''] of text.slice(0, end).matchAll(told)) seen.add(marker);
      text = text.slice(end);
      for (const marker of seen) hear(marker);
    });
  });
}

function ask(order: CrowdOrder, method: string, path: string, cookie: string, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: order.host,
      cookie,
      origin: `http://${order.host}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const sent = request({ port: order.port, host: '127.0.0.1', agent, method, path, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
