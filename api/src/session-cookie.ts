/** The cookies: one name on https, where the browser itself guards it, another on plain http in a local network. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ApiEnv } from './environment.ts';
import { SESSION_IDLE_MS } from './sessions.ts';

/** Holds a screen's token in the browser of a smart TV, where the hosted player runs. */
export const SCREEN_COOKIE = 'palier-screen';
/** Tells one smart TV from another before it is paired. */
export const PLAYER_COOKIE = 'palier-player';
const YEAR_S = 365 * 24 * 3600;

export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-palier' : 'palier';
}

export function sessionValue(c: Context<ApiEnv>): string | undefined {
  return getCookie(c, cookieName(c.get('secure')));
}

export function setSessionCookie(c: Context<ApiEnv>, value: string): void {
  const secure = c.get('secure');
  setCookie(c, cookieName(secure), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure,
    maxAge: SESSION_IDLE_MS / 1000,
  });
}

export function clearSessionCookie(c: Context<ApiEnv>): void {
  const secure = c.get('secure');
  deleteCookie(c, cookieName(secure), { path: '/', secure });
}

export function setScreenCookie(c: Context<ApiEnv>, name: string, value: string): void {
  setCookie(c, name, value, { path: '/', httpOnly: true, sameSite: 'Lax', secure: c.get('secure'), maxAge: YEAR_S });
}

export function clearScreenCookie(c: Context<ApiEnv>): void {
  deleteCookie(c, SCREEN_COOKIE, { path: '/', secure: c.get('secure') });
}
