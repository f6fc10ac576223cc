/**
 * What every request passes before its handler: an id, the headers of every answer, proof that it comes from our own
 * pages, who asks, and whether they may. Headers are set before the handler runs: changing them afterwards is slow.
 */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { matchedRoutes } from 'hono/route';
import { allows } from './access.ts';
import { addressOf } from './address.ts';
import type { ApiEnv, Caller } from './environment.ts';
import type { Log } from './log.ts';
import type { Parts } from './parts.ts';
import { problem } from './problem.ts';
import type { RouteRow } from './routes/row.ts';
import { rowOf } from './routes/table.ts';
import { cookieName, SCREEN_COOKIE, setSessionCookie } from './session-cookie.ts';
import { StorageUnavailable } from './storage/storage.ts';

export const MAX_JSON_BYTES = 4 * 1024 ** 2;
/** Of those who have shown nothing yet: parsing megabytes for strangers would keep everybody waiting. */
export const MAX_OPEN_BYTES = 64 * 1024;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const REQUEST_ID = /^[\w-]{8,64}$/;

export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const;

/** Names the request, dresses the answer and finds the address. */
export function greet(parts: Pick<Parts, 'random' | 'settings'>): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    // What a phone sends may tell who it is: its requests are named by us.
    const given = c.req.path.startsWith('/api/public/') ? undefined : c.req.header('x-request-id');
    const requestId =
      given !== undefined && REQUEST_ID.test(given) ? given : Buffer.from(parts.random(9)).toString('base64url');
    c.set('requestId', requestId);
    const socketAddress = c.env?.incoming?.socket.remoteAddress;
    const forwarded = c.req.header('x-forwarded-for');
    const { trustedProxies } = parts.settings;
    c.set('address', c.env?.inProcess?.address ?? addressOf(socketAddress, forwarded, trustedProxies));
    c.set('secure', c.env?.inProcess?.secure ?? isSecure(c, trustedProxies));
    c.set('caller', { kind: 'nobody' });
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
    c.header('X-Request-Id', requestId);
    if (c.get('secure')) c.header('Strict-Transport-Security', 'max-age=31536000');
    if (c.req.path.startsWith('/api/')) c.header('Cache-Control', 'no-store');
    await next();
  };
}

function isSecure(c: Context<ApiEnv>, trustedProxies: number): boolean {
  if (trustedProxies > 0) {
    const protocol = c.req.header('x-forwarded-proto')?.split(',').at(-1)?.trim();
    if (protocol !== undefined) return protocol === 'https';
  }
  const socket = c.env?.incoming?.socket;
  return socket === undefined ? c.req.url.startsWith('https:') : 'encrypted' in socket;
}

/** Unsafe requests must come from our own pages, or from a machine that carries no cookies; JSON routes take JSON alone. */
export function ownPagesOnly(publicUrl: () => string): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (SAFE.has(c.req.method)) return next();
    if (!isOwnPage(c, publicUrl())) {
      return problem(c, 'cross-site', {
        detail: 'Send it from the panel itself, or with a bearer token and no cookie.',
      });
    }
    if (!c.req.path.startsWith('/api/')) return next();
    const row = rowFor(c);
    const hasBody = Number(c.req.header('content-length') ?? 0) > 0 || c.req.header('transfer-encoding') !== undefined;
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (row?.body !== undefined || (hasBody && !isUpload(c) && row?.bytes === undefined)) {
      if (type !== 'application/json') return problem(c, 'content-type-refused');
    }
    return next();
  };
}

/** A browser that says where a request comes from (on https and on localhost) is believed; others by their Origin. */
function isOwnPage(c: Context<ApiEnv>, publicUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  if (origin !== undefined) {
    // The player's page hides where it is. Its cookie never comes along from another site.
    if (origin === 'null') return c.req.path.startsWith('/play/');
    const parsed = URL.parse(origin);
    return parsed !== null && (parsed.host === new URL(c.req.url).host || parsed.origin === publicUrl);
  }
  // Neither header: no browser. A cookie then has no business here.
  return c.req.header('authorization') !== undefined || c.req.header('cookie') === undefined;
}

const isUpload = (c: Context<ApiEnv>) =>
  (c.req.method === 'POST' && (c.req.path === '/api/media' || c.req.path === '/api/uploads')) ||
  (c.req.method === 'PATCH' && c.req.path.startsWith('/api/uploads/'));

/** Over a socket a request without either header has no body; measuring it would need a copy that cannot be made. */
const isBare = (c: Context<ApiEnv>) =>
  c.env?.incoming !== undefined &&
  c.req.header('content-length') === undefined &&
  c.req.header('transfer-encoding') === undefined;

/** Bodies are bounded; the upload counts its own bytes as they stream. */
export function boundedBody(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (SAFE.has(c.req.method) || isUpload(c) || isBare(c)) return next();
    const row = rowFor(c);
    const most = row?.bytes ?? (row?.access === 'anyone' ? MAX_OPEN_BYTES : MAX_JSON_BYTES);
    const refuse = () => problem(c, 'body-too-large', { detail: `At most ${most / 1024} kB.` });
    const isChunked = c.req.header('transfer-encoding') !== undefined;
    if (!isChunked && c.req.header('content-length') !== undefined) {
      return Number(c.req.header('content-length')) > most ? refuse() : next();
    }
    // A body of unsaid length is read here, so that it can be counted; the handlers get what was read.
    const body = await readAtMost(c.req.raw.body, most);
    if (body === undefined) return refuse();
    c.req.raw = new Request(c.req.url, {
      method: c.req.method,
      headers: Object.entries(c.req.header()),
      ...(body.length === 0 ? {} : { body }),
    });
    return next();
  };
}

/** All bytes; absent when there are more than may be. */
async function readAtMost(
  stream: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Finds out who asks, and lets them in or not, as the route's row says. No row, no entry. */
export function guard(parts: Parts): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const row = rowFor(c);
    if (row === undefined)
      return isRouted(c) ? problem(c, 'not-allowed', { detail: 'This route states no role.' }) : next();
    if (row.access === 'poll-secret' || row.blind === true) return next();
    const caller = await callerOf(c, parts, row);
    c.set('caller', caller);
    if (allows(row.access, caller)) return next();
    if (row.access === 'screen' || caller.kind === 'nobody') {
      c.header('WWW-Authenticate', row.access === 'screen' ? 'Bearer' : 'Session');
      return problem(c, 'not-signed-in');
    }
    const role = row.access === 'inbox' ? 'hr, and administrators are not let in' : row.access;
    return problem(c, 'not-allowed', { detail: `This needs the role ${role}.` });
  };
}

async function callerOf(c: Context<ApiEnv>, parts: Parts, row: RouteRow): Promise<Caller> {
  const previewOf = c.env?.inProcess?.previewOf;
  if (previewOf !== undefined && row.access === 'screen') {
    const screen = await parts.storage.get('screens', previewOf);
    return screen === undefined ? { kind: 'nobody' } : { kind: 'preview', screen };
  }
  const token = bearerOf(c) ?? (row.access === 'watcher' ? getCookie(c, SCREEN_COOKIE) : undefined);
  if (token !== undefined) {
    const isForScreens = row.access === 'screen' || row.access === 'watcher';
    const found = isForScreens ? await parts.screenTokens.find(token) : undefined;
    if (found !== undefined) return { kind: 'screen', ...found };
    if (row.access === 'screen') return { kind: 'nobody' };
  }
  const value = getCookie(c, cookieName(c.get('secure')));
  const found = value === undefined || row.access === 'screen' ? undefined : await parts.sessions.find(value);
  if (value === undefined || found === undefined) return { kind: 'nobody' };
  if (found.extended) setSessionCookie(c, value);
  return { kind: 'person', user: found.user, sessionId: found.session.id };
}

export function bearerOf(c: Context<ApiEnv>): string | undefined {
  return /^Bearer ([\w.~+/-]{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1];
}

const handlersOf = (c: Context<ApiEnv>) => matchedRoutes(c).filter((route) => route.method !== 'ALL');
const isRouted = (c: Context<ApiEnv>) => handlersOf(c).length > 0;

function rowFor(c: Context<ApiEnv>): RouteRow | undefined {
  const [first] = handlersOf(c);
  return first && rowOf(first.method, first.path);
}

/** A thrown error: known kinds get their problem, anything else is a fault whose details only the log has. */
export function answerFault(error: unknown, c: Context<ApiEnv>, log: Log): Response {
  if (error instanceof StorageUnavailable) {
    log.warn('the store cannot save', { requestId: c.get('requestId'), reason: error.message });
    return problem(c, error.status === 507 ? 'storage-full' : 'storage-unwritable', { retryAfterS: 10 });
  }
  if (error instanceof HTTPException && error.status === 400) return problem(c, 'body-not-json');
  log.error('request failed', error, {
    requestId: c.get('requestId'),
    method: c.req.method,
    path: withoutTokens(c.req.path),
  });
  return problem(c, 'fault', { detail: `The log has the details under ${c.get('requestId')}.` });
}

/** A token in an address opens something: it is not written down. */
function withoutTokens(path: string): string {
  return path.replace(/[\w-]{43,}/g, '…');
}
