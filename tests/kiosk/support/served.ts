/** The fake server on a real port, for kiosks that run as processes of their own. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createFakeServer, type FakeServer } from './fake-server.ts';

export async function serveFake(): Promise<{ server: FakeServer; url: string; close: () => Promise<void> }> {
  const server = createFakeServer();
  const listener = createAdaptorServer({
    fetch: async (request: Request) => {
      const body = request.method === 'POST' ? await request.text() : undefined;
      const { method, headers } = request;
      return server.fetch(request.url, { method, headers, ...(body === undefined ? {} : { body }) });
    },
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', () => resolve()));
  const address = listener.address();
  const port = isInfo(address) ? address.port : 0;
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        if ('closeAllConnections' in listener) listener.closeAllConnections();
      }),
  };
}

const isInfo = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;
