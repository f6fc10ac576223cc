/**
 * A balancer for several API processes, as plain as the worst that people put in front: each request goes to the next
 * node, whoever sent it. A node that takes no connection is passed over. Streams go through as they come.
 */
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Balancer = { url: string; close(): Promise<void> };

/** `nodes` is asked at each request, so that nodes may come and go. */
export async function startBalancer(nodes: () => readonly string[]): Promise<Balancer> {
  // A connection a request: what a node closes while idle is never used again.
  const agent = new Agent({ keepAlive: false });
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const all = nodes();
    const order = all.map((_node, index) => all[(turn + index) % all.length] ?? '');
    turn += 1;
    forward(incoming, outgoing, order, agent);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      agent.destroy();
    },
  };
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  [node, ...others]: readonly string[],
  agent: Agent,
): void {
  if (node === undefined) return void outgoing.writeHead(502).end();
  const came = incoming.headers['x-forwarded-for'];
  const upstream = request(new URL(incoming.url ?? '/', node), {
    agent,
    method: incoming.method,
    headers: {
      ...incoming.headers,
      'x-forwarded-for': [came ?? [], incoming.socket.remoteAddress ?? ''].flat().join(', '),
      'x-forwarded-proto': 'http',
    },
  });
  let isConnected = false;
  // Only now the body flows: until then another node can still have it.
  upstream.on('socket', (socket) =>
    socket.once('connect', () => {
      isConnected = true;
      incoming.pipe(upstream);
    }),
  );
  upstream.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.flushHeaders();
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  upstream.on('error', () => {
    if (isConnected || outgoing.destroyed) outgoing.destroy();
    else forward(incoming, outgoing, others, agent);
  });
  outgoing.on('close', () => upstream.destroy());
}
