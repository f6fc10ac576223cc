/** What is asked before a page from outside is framed. "Could not ask" is an answer of its own, never a yes. */

export type WebAnswer = { ok: true } | { ok: false; reason: string };

const ASK_MS = 8_000;

/** Asks the kiosk core whether the page can be framed. */
export async function checkWeb(url: string, signal: AbortSignal, ask: typeof fetch = fetch): Promise<WebAnswer> {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(), ASK_MS);
  signal.addEventListener('abort', () => own.abort(), { once: true });
  try {
    const response = await ask(`web-check?url=${encodeURIComponent(url)}`, { signal: own.signal });
    if (!response.ok) return { ok: false, reason: `could not ask about ${hostOf(url)}: ${response.status}` };
    return answerOf(await response.json(), url);
  } catch (error) {
    return {
      ok: false,
      reason: `could not ask about ${hostOf(url)}: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(body: unknown, url: string): WebAnswer {
  if (typeof body !== 'object' || body === null || !('ok' in body))
    return { ok: false, reason: 'web-check gave no answer' };
  if (body.ok === true) return { ok: true };
  const reason = 'reason' in body && typeof body.reason === 'string' ? body.reason : 'cannot be shown';
  return { ok: false, reason: `${hostOf(url)}: ${reason}` };
}

/** A foreign page may have its own origin; one of ours may not, or it could take off its sandbox. */
export function sandboxFor(url: string, ownOrigin: string): string {
  return new URL(url).origin === ownOrigin ? 'allow-scripts' : 'allow-scripts allow-same-origin';
}

export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch (error) {
    if (error instanceof TypeError) return url;
    throw error;
  }
}
