/**
 * How the typed client asks: one request, one answer of a promised shape or a refusal as a value. Every request but an
 * upload has a timeout. It knows no route; the files beside it do, one a noun.
 */
import type { z } from 'zod';
import { Problem } from '@palier/playlists/problem';

/** A request the server refused, in its own words. */
export type Refusal = { problem: Problem };

/** A document with the ETag that a later change of it has to show. */
export type Versioned<T> = { value: T; etag: string };

/** Milliseconds after which a request counts as lost. Uploads have none: they may take as long as they move. */
const REQUEST_TIMEOUT_MS = 15_000;

export type ClientDeps = {
  /** Origin of the server, e.g. `https://palier.acme.fr`; empty for the page's own. */
  baseUrl: string;
  fetch: typeof globalThis.fetch;
};

/** Whether an outcome is a refusal; narrows it. */
export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'problem' in outcome;
}

export type Caller = ReturnType<typeof createCaller>;
export type Answer<T> = Promise<T | Refusal>;

export function createCaller(deps: ClientDeps) {
  const call = async (path: string, init: RequestInit, timeoutMs?: number): Promise<Response | Refusal> => {
    const signal = timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs);
    const response = await deps.fetch(`${deps.baseUrl}${path}`, { credentials: 'same-origin', ...init, signal });
    return response.ok ? response : { problem: await problemOf(response) };
  };
  const json = (method: string, path: string, body: unknown, etag?: string) =>
    call(
      path,
      {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(etag === undefined ? {} : { 'if-match': etag }),
        },
      },
      REQUEST_TIMEOUT_MS,
    );
  return {
    async read<T>(path: string, schema: z.ZodType<T>): Answer<T> {
      const response = await json('GET', path, undefined);
      return isRefusal(response) ? response : schema.parse(await response.json());
    },
    async readVersioned<T>(path: string, schema: z.ZodType<T>): Answer<Versioned<T>> {
      return versioned(await json('GET', path, undefined), schema);
    },
    async send<T>(method: string, path: string, schema: z.ZodType<T>, body: unknown): Answer<T> {
      const response = await json(method, path, body);
      return isRefusal(response) ? response : schema.parse(await response.json());
    },
    async sendVersioned<T>(
      method: string,
      path: string,
      schema: z.ZodType<T>,
      body: unknown,
      etag?: string,
    ): Answer<Versioned<T>> {
      return versioned(await json(method, path, body, etag), schema);
    },
    async sendFile<T>(path: string, schema: z.ZodType<T>, file: Blob, headers: Record<string, string> = {}): Answer<T> {
      const type = file.type === '' ? 'application/octet-stream' : file.type;
      const response = await call(path, { method: 'POST', body: file, headers: { ...headers, 'content-type': type } });
      return isRefusal(response) ? response : schema.parse(await response.json());
    },
    /** For routes that answer 204. */
    async done(method: string, path: string, body?: unknown): Answer<{ done: true }> {
      const response = await json(method, path, body);
      return isRefusal(response) ? response : { done: true };
    },
  };
}

async function versioned<T>(response: Response | Refusal, schema: z.ZodType<T>): Answer<Versioned<T>> {
  if (isRefusal(response)) return response;
  return { value: schema.parse(await response.json()), etag: response.headers.get('etag') ?? '' };
}

/** The problem document, or one made from the status when something between us and the server answered instead. */
async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const parsed = Problem.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  }
  return { type: 'about:blank', title: response.statusText || `HTTP ${response.status}`, status: response.status };
}

/** `?name=value` of what is given; empty when nothing is. */
export function query(parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** One part of a path, escaped. */
export function enc(part: string): string {
  return encodeURIComponent(part);
}
