/** The socket: plain or TLS, split between the API and the panel, bounded in time, and closed without leaving anyone. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Api } from './app.ts';
import type { Log } from './log.ts';
import type { Panel, PanelRequest } from './panel.ts';
import type { Settings } from './settings.ts';

/** The panel has a page `/media` of its own; files are addressed by their content. */
const OURS = /^\/(?:(?:api|play)(?:[/?]|$)|media\/[0-9a-f]{64}(?:\?|$))/;
/** A whole television wall may connect within a second. */
const BACKLOG = 8192;
/** A film of 2 GB over a slow line takes hours; what is slower than that is not an upload. */
const LIMITS = {
  headersTimeout: 15_000,
  requestTimeout: 6 * 3600_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 32_768,
};
const MAX_CONNECTIONS = 30_000;
/** A body of JSON is here within this time. */
const BODY_WITHIN_MS = 30_000;
/** An upload that brings nothing for this long has lost its sender, and gives its turn to others. */
const UPLOAD_SILENT_MS = 60_000;
const UPLOAD =
  /^\/(?:api\/(?:(?:media|public\/thread\/attachments|inbox\/threads\/\w+\/attachments)(?:\?|$)|uploads(?:\/|$))|t(?:[?/]|$))/;

export async function listen(deps: {
  settings: Pick<Settings, 'port' | 'host' | 'tls' | 'trustedProxies'>;
  api: Pick<Api, 'fetch'>;
  panel: Panel;
  log: Pick<Log, 'error'>;
}) {
  const { settings, api, panel } = deps;
  const apiListener = getRequestListener(api.fetch, { overrideGlobalObjects: false });

  function answer(request: PanelRequest, response: ServerResponse): void {
    boundBodyInTime(request);
    if (OURS.test(request.url ?? '')) return void apiListener(request, response);
    const secure = isSecure(request, settings.trustedProxies);
    request.palier = { fetch: (asked) => api.fetch(asked, { incoming: request, inProcess: { secure } }) };
    panel(request, response, secure);
  }

  const server = serverFor(settings, deps.log, answer);
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: settings.port, host: settings.host, backlog: BACKLOG }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    /** Takes no more requests; those that run have a moment to end. */
    close: () =>
      new Promise<void>((resolve) => {
        const hurry = setTimeout(() => server.closeAllConnections(), 2_000);
        server.close(() => {
          clearTimeout(hurry);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** A sender that trickles its body, or is gone without a word, holds its connection no longer than this. */
export function boundBodyInTime(
  request: IncomingMessage,
  { withinMs = BODY_WITHIN_MS, silentMs = UPLOAD_SILENT_MS } = {},
): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const isUpload = UPLOAD.test(request.url ?? '');
  let seenBytes = -1;
  let timer = setTimeout(check, isUpload ? silentMs : withinMs);
  request.once('close', () => clearTimeout(timer));

  function check(): void {
    if (request.complete) return;
    if (!isUpload || request.socket.bytesRead === seenBytes) return void request.destroy();
    seenBytes = request.socket.bytesRead;
    timer = setTimeout(check, silentMs);
  }
}

function serverFor(
  settings: Pick<Settings, 'tls'>,
  log: Pick<Log, 'error'>,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const { tls } = settings;
  if (tls === undefined) return createServer(LIMITS, answer);
  const load = () => ({ cert: readFileSync(tls.certPath), key: readFileSync(tls.keyPath) });
  const server = createTlsServer({ ...LIMITS, ...load(), minVersion: 'TLSv1.2' }, answer);
  // A renewed certificate is taken up without a restart; one that cannot be read leaves the present one in place.
  const renew = () => {
    try {
      server.setSecureContext(load());
    } catch (error) {
      log.error('the certificate could not be renewed; the one before is still served', error);
    }
  };
  process.on('SIGHUP', renew);
  server.on('close', () => process.off('SIGHUP', renew));
  return server;
}

function isSecure(request: IncomingMessage, trustedProxies: number): boolean {
  const forwarded = request.headers['x-forwarded-proto'];
  if (trustedProxies > 0 && typeof forwarded === 'string') return forwarded.split(',').at(-1)?.trim() === 'https';
  const socket: Socket = request.socket;
  return 'encrypted' in socket;
}
