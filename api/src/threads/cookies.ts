/**
 * Two cookies of an author's browser: which new receipt is theirs, and which session has their thread open. Both are
 * random, live in the browser's memory only (no expiry is set), never leave this host and are not readable by scripts.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ApiEnv } from '../environment.ts';

export type ThreadCookie = 'receipt' | 'thread';

const nameOf = (c: Context<ApiEnv>, cookie: ThreadCookie) => `${c.get('secure') ? '__Host-' : ''}palier-${cookie}`;

export function threadCookie(c: Context<ApiEnv>, cookie: ThreadCookie): string | undefined {
  return getCookie(c, nameOf(c, cookie));
}

export function setThreadCookie(c: Context<ApiEnv>, cookie: ThreadCookie, secret: string): void {
  const secure = c.get('secure');
  setCookie(c, nameOf(c, cookie), secret, { path: '/', httpOnly: true, sameSite: 'Strict', secure });
}

export function clearThreadCookie(c: Context<ApiEnv>, cookie: ThreadCookie): void {
  deleteCookie(c, nameOf(c, cookie), { path: '/', secure: c.get('secure') });
}
