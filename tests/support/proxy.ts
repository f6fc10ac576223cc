/** A small HTTP proxy to stand for the network between a kiosk and its server: it can be cut, slowed, and made to spoil bytes. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Network = {
  url: string;
  /** The cable comes out: open connections die, new ones are refused by reset. */
  cut(): void;
  restore(): void;
  /** Flips a bit in the middle of each body whose path matches, for the next `times` answers. */
  corrupt(path: RegExp, times: number): void;
  /** How many bodies were spoilt so far. */
  corrupted(): number;
  close(): Promise<void>;
};

export async function startNetwork(target: string): Promise<Network> {
  const state = { up: true, spoil: /^$/, spoilLeft: 0, spoilt: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    if (!state.up) return void incoming.socket.destroy();
    const upstream = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      headers: incoming.headers,
    });
    upstream.on('response', (answer) => relay(answer, outgoing, incoming.url ?? '/', state));
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  });
  server.on('connection', (socket: Socket) => {
    if (!state.up) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dropAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      state.up = false;
      dropAll();
    },
    restore: () => {
      state.up = true;
    },
    corrupt: (path, times) => {
      state.spoil = path;
      state.spoilLeft = times;
    },
    corrupted: () => state.spoilt,
    close: async () => {
      dropAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function relay(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  path: string,
  state: { spoil: RegExp; spoilLeft: number; spoilt: number },
): void {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  outgoing.flushHeaders();
  const spoils = state.spoilLeft > 0 && state.spoil.test(path) && (answer.statusCode ?? 0) < 300;
  if (!spoils) return void answer.pipe(outgoing);
  state.spoilLeft -= 1;
  let done = false;
  answer.on('data', (chunk: Buffer) => {
    if (!done && chunk.length > 0) {
      chunk[chunk.length >> 1] = (chunk[chunk.length >> 1] ?? 0) ^ 1;
      done = true;
      state.spoilt += 1;
    }
    outgoing.write(chunk);
  });
  answer.on('end', () => outgoing.end());
}
