/** Serves the core on 127.0.0.1, behind its gate. Never on any other address. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { createGate } from './gate.ts';

export type Loopback = {
  port: number;
  /** Where the kiosk's own browser finds its page. */
  origin: string;
  /** An address to open: `once` for our browser, else for one that somebody opens by hand. */
  address(options: { once: boolean }): string;
  close(): Promise<void>;
};

/** `port` 0: a free one. Rejects when the port is taken. */
export async function serveLoopback(options: { app: Hono; port: number }): Promise<Loopback> {
  let port = options.port;
  const gate = createGate(options.app, () => port);
  const server = createAdaptorServer({ fetch: gate.app.fetch });
  server.on('connection', (socket: { setNoDelay?: (on: boolean) => void }) => socket.setNoDelay?.(true));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  if (isInfo(address)) port = address.port;
  return {
    port,
    origin: `http://${gate.host}:${port}`,
    address: (ticket) => `http://${ticket.once ? gate.host : '127.0.0.1'}:${port}${gate.ticket(ticket)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

const isInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
