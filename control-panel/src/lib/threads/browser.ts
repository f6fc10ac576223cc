/** What a request tells of the browser's hold on a thread: which of the API's cookies it has, and whether by plain http. */
import type { Cookies } from '@sveltejs/kit';

/** Whether the browser has the cookie; the API alone knows whether it still opens anything. */
export function isKept(cookies: Cookies, cookie: 'receipt' | 'thread'): boolean {
  return ['', '__Host-'].some((prefix) => cookies.get(`${prefix}palier-${cookie}`) !== undefined);
}

/** Whether others on the network could read along. */
export function isPlainHttp(url: URL): boolean {
  return url.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
