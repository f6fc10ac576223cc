/**
 * The gate before the core on loopback: only this browser gets in. Other programs and pages of the machine do not:
 * the Host must be ours (no DNS rebinding), and a cookie of this boot is needed, which a ticket's address sets.
 * Cookies know no ports: our browser comes by a name of this boot below `localhost`, so that no other program on
 * 127.0.0.1, which an item may name, is ever sent that cookie.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const COOKIE = 'palier_kiosk';

export type Gate = {
  app: Hono;
  /** The path that lets a browser in. `once`: only the first that opens it. */
  ticket(options: { once: boolean }): string;
  /** The name of this boot, below `localhost`. */
  host: string;
};

export function createGate(core: Hono, port: () => number): Gate {
  const secret = newSecret();
  const host = `k${randomBytes(8).toString('hex')}.localhost`;
  const tickets = new Map<string, { once: boolean }>();
  const app = new Hono();

  app.use(async (c, next) => {
    if (!isOurHost(c.req.header('host'), port(), host)) return c.text('This address is for the kiosk alone.', 421);
    return next();
  });
  app.get('/enter/:ticket', (c) => {
    const ticket = tickets.get(c.req.param('ticket'));
    if (ticket === undefined && !isLetIn(c, secret)) return c.text('This address was used already.', 403);
    if (ticket?.once === true) tickets.delete(c.req.param('ticket'));
    setCookie(c, COOKIE, secret, { httpOnly: true, sameSite: 'Lax', path: '/' });
    c.header('referrer-policy', 'no-referrer');
    return c.redirect('/', 303);
  });
  app.use(async (c, next) => {
    if (!isLetIn(c, secret)) return c.text('This address is for the kiosk alone.', 403);
    if (!isSafe(c.req.method) && !isSameOrigin(c.req.raw.headers, port(), host)) return c.text('Not from here.', 403);
    return next();
  });
  app.mount('/', core.fetch);

  return {
    app,
    host,
    ticket({ once }) {
      const ticket = newSecret();
      tickets.set(ticket, { once });
      return `/enter/${ticket}`;
    },
  };
}

export function isOurHost(host: string | undefined, port: number, own?: string): boolean {
  return host !== undefined && namesOf(own).some((name) => host === `${name}:${port}`);
}

/** By the browser's own word where it gives one, else by Origin; a request with neither is not from a page. */
export function isSameOrigin(headers: Headers, port: number, own?: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return namesOf(own).some((name) => origin === `http://${name}:${port}`);
}

const namesOf = (own: string | undefined) => ['127.0.0.1', 'localhost', ...(own === undefined ? [] : [own])];

const isSafe = (method: string) => method === 'GET' || method === 'HEAD';

function isLetIn(c: Context, secret: string): boolean {
  const given = Buffer.from(getCookie(c, COOKIE) ?? '');
  const wanted = Buffer.from(secret);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const newSecret = () => randomBytes(24).toString('base64url');
