/**
 * Whether a web page can be shown in a frame, asked before it is shown, so that nobody ever sees the browser's own
 * error page. Only addresses of items that are on now are asked for.
 */
import type { Clock, Fetch } from './deps.ts';
import { reasonOf } from './server-link.ts';

const TIMEOUT_MS = 8_000;
const GOOD_FOR_MS = 60_000;
const BAD_FOR_MS = 10_000;
const MAX_KEPT = 64;
const MAX_REDIRECTS = 5;

export type WebVerdict = { ok: boolean; reason?: string };

export type WebCheck = (url: string) => Promise<WebVerdict>;

export function createWebCheck(deps: { clock: Clock; fetch: Fetch }): WebCheck {
  const kept = new Map<string, { verdict: Promise<WebVerdict>; untilMs: number }>();

  async function follow(first: string, signal: AbortSignal): Promise<Response> {
    let url = first;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await deps.fetch(url, { redirect: 'manual', signal, headers: { accept: 'text/html,*/*' } });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) return response;
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (!/^https?:$/.test(new URL(url).protocol)) throw new Error('it leads to something that is not a web page');
    }
    throw new Error('it redirects too often');
  }

  async function ask(url: string): Promise<WebVerdict> {
    const abort = new AbortController();
    const timer = deps.clock.after(TIMEOUT_MS, () => abort.abort(new Error('no answer within 8 s')));
    try {
      const response = await follow(url, abort.signal);
      await response.body?.cancel();
      if (!response.ok) return { ok: false, reason: `it answered ${response.status}` };
      return frameVerdict(response.headers);
    } catch (error) {
      return { ok: false, reason: reasonOf(error).slice(0, 300) };
    } finally {
      timer.cancel();
    }
  }

  return async (url) => {
    const known = kept.get(url);
    if (known !== undefined && known.untilMs > deps.clock.monotonicMs()) return known.verdict;
    const entry = { verdict: ask(url), untilMs: Infinity };
    kept.delete(url);
    kept.set(url, entry);
    const oldest = kept.keys().next().value;
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    const verdict = await entry.verdict;
    entry.untilMs = deps.clock.monotonicMs() + (verdict.ok ? GOOD_FOR_MS : BAD_FOR_MS);
    return verdict;
  };
}

/** A page that forbids frames would show an error in ours. Our page is no site's own, so only `*` or no word lets it in. */
export function frameVerdict(headers: Headers): WebVerdict {
  const ancestors = /(?:^|;|,)\s*frame-ancestors\s+([^;,]*)/i.exec(headers.get('content-security-policy') ?? '')?.[1];
  if (ancestors !== undefined) {
    const sources = ancestors.trim().toLowerCase().split(/\s+/);
    const allows = sources.some((source) => source === '*' || source === 'http:' || source === 'http://127.0.0.1:*');
    return allows ? { ok: true } : { ok: false, reason: 'the site does not let itself be shown inside another page' };
  }
  const options = headers.get('x-frame-options')?.trim().toLowerCase();
  if (options === 'deny' || options === 'sameorigin') {
    return { ok: false, reason: 'the site does not let itself be shown inside another page' };
  }
  return { ok: true };
}
