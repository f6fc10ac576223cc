/** The cookie that remembers this browser's language. Readable by scripts: it holds nothing but `fr` or `en`. */
import type { Cookies } from '@sveltejs/kit';
import { cookieMaxAge, cookieName, type Locale } from './paraglide/runtime.js';

export function languageCookie(cookies: Cookies, language: Locale, url: URL): void {
  cookies.set(cookieName, language, {
    path: '/',
    maxAge: cookieMaxAge,
    httpOnly: false,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  });
}
