/**
 * The one door to the server. A server that could not be asked is a value of its own, never a "no": only an answer
 * with a problem document counts as the server's word (a portal or proxy in between says 401 and 403 too).
 */
import type { Clock, Fetch } from './deps.ts';

const CALL_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 32 * 1024 ** 2;

export type Call = {
  method?: 'GET' | 'POST';
  path: string;
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
};

export type Reply =
  /** `body` is the parsed JSON, or undefined where there was none. `ownWord`: the server itself refused. */
  | { kind: 'reply'; status: number; headers: Headers; body: unknown; ownWord: boolean }
  | { kind: 'unreachable'; reason: string };

export type Opened = { kind: 'opened'; response: Response } | { kind: 'unreachable'; reason: string };

export type ServerLink = {
  url: string;
  /** A whole exchange, body included, within 10 s. */
  call(call: Call): Promise<Reply>;
  /** Only until the head of the answer; the body is the caller's, who watches it and aborts by `signal`. */
  open(call: Call, signal: AbortSignal): Promise<Opened>;
};

export function createServerLink(deps: { serverUrl: string; fetch: Fetch; clock: Clock }): ServerLink {
  const origin = deps.serverUrl.replace(/\/+$/, '');

  function send(call: Call, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', ...call.headers };
    if (call.token !== undefined) headers.authorization = `Bearer ${call.token}`;
    if (call.body !== undefined) headers['content-type'] = 'application/json';
    return deps.fetch(`${origin}${call.path}`, {
      method: call.method ?? 'GET',
      headers,
      signal,
      redirect: 'error',
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  }

  return {
    url: origin,
    async call(call) {
      const abort = new AbortController();
      const timer = deps.clock.after(CALL_TIMEOUT_MS, () => abort.abort(new Error('no answer within 10 s')));
      try {
        const response = await send(call, abort.signal);
        const text = await unlessAborted(response.text(), abort.signal);
        return asReply(response, text);
      } catch (error) {
        return { kind: 'unreachable', reason: reasonOf(error) };
      } finally {
        timer.cancel();
      }
    },
    async open(call, signal) {
      const abort = new AbortController();
      const timer = deps.clock.after(CALL_TIMEOUT_MS, () => abort.abort(new Error('no answer within 10 s')));
      try {
        const response = await send(call, AbortSignal.any([signal, abort.signal]));
        return { kind: 'opened', response };
      } catch (error) {
        return { kind: 'unreachable', reason: reasonOf(error) };
      } finally {
        timer.cancel();
      }
    },
  };
}

function asReply(response: Response, text: string): Reply {
  const { status, headers } = response;
  if (text.length > MAX_ANSWER_BYTES) return { kind: 'unreachable', reason: 'the answer is too long' };
  const ownWord = headers.get('content-type')?.startsWith('application/problem+json') === true;
  if (text === '') return { kind: 'reply', status, headers, body: undefined, ownWord };
  try {
    return { kind: 'reply', status, headers, body: JSON.parse(text), ownWord };
  } catch {
    return { kind: 'unreachable', reason: `something else than the server answered (${status}, not JSON)` };
  }
}

/** A fetch given from outside may ignore its signal while the body stalls; the wait ends all the same. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
