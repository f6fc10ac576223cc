/** The built panel behind the same port. Without a build, a plain page says how to make one. */
// oxlint-disable-next-line typescript/triple-slash-reference -- the one way to bring ambient types to every project that reads this file
/// <reference path="./compression.d.ts" />
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants } from 'node:zlib';
import compression from 'compression';
import { SECURITY_HEADERS } from './door.ts';
import { createFormSizes, MAX_PROPOSAL_BYTES } from './form-sizes.ts';

const HANDLER = resolve(import.meta.dirname, '../../control-panel/build/handler.js');
const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Palier</title>
<h1>The panel has not been built</h1><p>Run <code>npm run build</code>, then start the server again. The API works: see <a href="/api/docs">its documentation</a>.`;

export type PanelRequest = IncomingMessage & {
  /** What the panel may ask of the API without a socket. Read by its server hooks. */
  palier?: { fetch: (request: Request) => Response | Promise<Response> };
};
export type Panel = (request: PanelRequest, response: ServerResponse, isSecure: boolean) => void;

type SvelteKitHandler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/** Loads while the server already answers screens; whoever asks for a page earlier waits for it. */
export function createPanel(onfault: (error: unknown) => void): Panel {
  const loading = loadPanel();
  loading.catch(onfault);
  return (request, response, isSecure) => {
    loading.then(
      (panel) => panel(request, response, isSecure),
      () => answer(response, 503, NOT_BUILT),
    );
  };
}

async function loadPanel(): Promise<Panel> {
  // Read by the handler while it loads. The header is ours: what a client sends under that name is overwritten.
  process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto';
  // The one limit it knows, for the form that needs most; the others are held to theirs below.
  process.env['BODY_SIZE_LIMIT'] = String(MAX_PROPOSAL_BYTES);
  if (!existsSync(HANDLER)) return (_request, response) => answer(response, 503, NOT_BUILT);
  const { handler }: { handler: SvelteKitHandler } = await import(pathToFileURL(HANDLER).href);
  const squeeze = createSqueeze();
  const fits = createFormSizes();
  return (request, response, isSecure) => {
    if (!fits(request, response)) return;
    request.headers['x-forwarded-proto'] = isSecure ? 'https' : 'http';
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    // The panel's own pages bring a policy; this one is for files and anything else it serves.
    response.setHeader('Content-Security-Policy', "frame-ancestors 'self'");
    squeeze(request, response, () =>
      handler(request, response, () => answer(response, 404, '<!doctype html><title>404</title><h1>404</h1>')),
    );
  };
}

/**
 * Pages leave as brotli or gzip: a phone on a bad network asks for them. Files of the build bring their own
 * compressed copies and pass untouched; answers to anything but a question stay plain, for they may hold a secret
 * beside words of the sender (BREACH).
 */
function createSqueeze(): SvelteKitHandler {
  return compression({
    threshold: 512,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
    filter: (request, response) => request.method === 'GET' && compression.filter(request, response),
  });
}

function answer(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  });
  response.end(html);
}
