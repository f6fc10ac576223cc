/**
 * The server side of every request: language, the in-process door to the API, and the cookies it sets.
 * It never opens a socket to the API when the server runs both; it keeps no state of its own.
 */
import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit/hooks';
import { paraglideMiddleware } from '#lib/paraglide/server.js';

/** Used by `vite dev` alone, where no server hands its API to the panel. */
const DEV_API = process.env['PALIER_API'] ?? 'http://127.0.0.1:8080';

export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ locale }) => {
    event.locals.setCookies = [];
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('%lang%', locale),
    });
    for (const line of event.locals.setCookies) response.headers.append('set-cookie', line);
    // Nobody goes back to a page of the panel after signing out.
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
    response.headers.set('referrer-policy', 'same-origin');
    response.headers.set('x-content-type-options', 'nosniff');
    return response;
  });

export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url);
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);
  const inProcess = event.platform?.req.palier;
  const target = inProcess ? request : new Request(new URL(url.pathname + url.search, DEV_API), request);
  // Those who answer a survey are told that nothing of their browser is kept: it is not even passed on.
  const isBlind = /^\/api\/public\/(?:surveys\/|stories(?:\/|$|\?)|decided$)/.test(url.pathname);
  passHeaders(event.request.headers, target.headers, isBlind ? PASSED_BLIND : PASSED);
  target.headers.set('origin', new URL(target.url).origin);
  target.headers.set('sec-fetch-site', 'same-origin');
  const response = await (inProcess ? inProcess.fetch(target) : fetch(target));
  event.locals.setCookies.push(...response.headers.getSetCookie());
  return response;
};

const PASSED = ['cookie', 'accept-language', 'user-agent', 'x-forwarded-for', 'x-request-id'];
/** The address alone, which limits count by a hash and forget. */
const PASSED_BLIND = ['x-forwarded-for'];

function passHeaders(from: Headers, to: Headers, passed: readonly string[]): void {
  for (const name of PASSED) if (!passed.includes(name)) to.delete(name);
  for (const name of passed) {
    const value = from.get(name);
    if (value !== null) to.set(name, value);
  }
}

export const handleError: HandleServerError = ({ error, kind, event }) => {
  if (kind === 'unknown') console.error(`${event.request.method} ${withoutWords(event.url.pathname)}:`, error);
};

/** The address of a proposal's page opens it: it is not written down. */
function withoutWords(path: string): string {
  return path.replace(/^\/p\/[^/]*-[^/]*/, '/p/…');
}
