/** Serves the built panel over the fake API: `node tests/panel/serve.ts [port] [--empty]`. For looking, and for the panel's own browser tests. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createFakeApi } from './fake-api.ts';
import { createWorld, type World } from './fake-world.ts';

export async function servePanel(options: { port: number; empty?: boolean; world?: World }): Promise<Server> {
  process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
  const built = new URL('../../control-panel/build/handler.js', import.meta.url).href;
  const { handler } = await import(built);
  const world = options.world ?? createWorld({ empty: options.empty ?? false, now: () => Date.now() });
  const app = createFakeApi(world);
  const api = getRequestListener(app.fetch);
  const server = createServer((request: IncomingMessage & { palier?: unknown }, response) => {
    if (/^\/(?:api|media)\//.test(request.url ?? '')) return void api(request, response);
    request.headers['x-forwarded-proto'] = 'http';
    request.palier = { fetch: (asked: Request) => app.fetch(asked) };
    handler(request, response, () => {
      response.statusCode = 404;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  return server;
}

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1].replace(/^.*\/tests\//, 'tests/'))) {
  const port = Number(process.argv[2] ?? 18190);
  await servePanel({ port, empty: process.argv.includes('--empty') });
  console.log(`panel on http://127.0.0.1:${port}`);
}
