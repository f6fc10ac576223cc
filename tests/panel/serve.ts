/** Serves the built panel over the fake API: `node tests/panel/serve.ts [port] [--empty]`. For looking, and for the panel's own browser tests. */
import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createFakeApi } from './fake-api.ts';
import { createWorld } from './fake-world.ts';

// Read by the handler while it loads; the real server sets the header itself in the same way.
process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
const built = new URL('../../control-panel/build/handler.js', import.meta.url).href;
const { handler } = await import(built);
const app = createFakeApi(createWorld({ empty: process.argv.includes('--empty'), now: () => Date.now() }));
const api = getRequestListener(app.fetch);

const server = createServer((request: IncomingMessage & { palier?: unknown }, response) => {
  if (/^\/(?:api\/|media\/[0-9a-f]{64}$)/.test(request.url ?? '')) return void api(request, response);
  request.headers['x-forwarded-proto'] = 'http';
  request.palier = { fetch: (asked: Request) => app.fetch(asked) };
  handler(request, response, () => {
    response.statusCode = 404;
    response.end();
  });
});
server.listen(Number(process.argv[2] ?? 18190), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) console.log(`panel on http://127.0.0.1:${address.port}`);
});
