/**
 * The one client for everything the server fetches from outside. GET alone; every address is checked, redirects are
 * followed by hand and checked anew, bytes and time are capped. A refusal is a value with a reason for people; nothing
 * is written to the log here, for an address may carry a secret.
 */
import type { Dispatcher } from 'undici';
import { BodyTooLarge, discard, EncodingUnknown, readBody } from './body.ts';
import { AddressRefused, createDialler, type Resolve } from './dialling.ts';
import { placeKey, placeOf, portOf, type Place } from './places.ts';
import { createTurns, TurnsBusy } from './turns.ts';

/** Why nothing came. `status` comes with the number that the other server answered. */
export type EgressReason =
  | 'url'
  | 'scheme'
  | 'port'
  | 'credentials'
  | 'private'
  | 'redirects'
  | 'too-large'
  | 'timeout'
  | 'status'
  | 'no-such-host'
  | 'certificate'
  | 'encoding'
  | 'unreachable'
  | 'busy';

/** What an earlier answer said of itself: sent back, so that an unchanged page costs nothing. */
export type Validators = { etag?: string | undefined; lastModified?: string | undefined };

export type EgressAnswer =
  | {
      kind: 'body';
      /** Where it was in the end, after redirects. */
      url: string;
      bytes: Buffer;
      /** The media type without parameters, lower case; empty when none was named. */
      type: string;
      /** The charset parameter, if any. */
      charset: string | undefined;
      validators: Validators;
      /** Where 301 and 308 alone led to, from the first on: the address to ask from now on. */
      movedTo?: string | undefined;
    }
  | { kind: 'unchanged'; validators: Validators; movedTo?: string | undefined }
  | { kind: 'refused'; reason: EgressReason; status?: number; retryAfterMs?: number };

export type EgressOptions = {
  accept?: string;
  /** Credentials and the like: they go to the first origin alone and are left behind at a redirect elsewhere. */
  headers?: Readonly<Record<string, string>>;
  unless?: Validators;
  maxBytes?: number;
  timeoutMs?: number;
  signal?: AbortSignal;
};

export type Egress = {
  get(url: string, options?: EgressOptions): Promise<EgressAnswer>;
  /** Whether this address could be asked at all: for forms, before anything is saved. */
  judge(url: string): EgressReason | undefined;
  close(): Promise<void>;
};

const MAX_REDIRECTS = 5;
/** Of `Retry-After`, in either of its forms. */
const LONGEST_WAIT_MS = 365 * 24 * 3_600_000;
const DEFAULTS = { maxBytes: 8 * 1024 ** 2, timeoutMs: 20_000 };
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);

export function createEgress(deps: {
  version: string;
  /** `host:port` of the own house that may be asked though private. */
  allow: readonly string[];
  /** Epoch milliseconds, for servers that say until when they want to be left alone but not what time they have. */
  now: () => number;
  resolve?: Resolve;
  connectTimeoutMs?: number;
}): Egress {
  const allow = new Set(deps.allow.map((place) => place.toLowerCase().replace(/[[\]]/g, '')));
  const agent = createDialler({
    allow,
    ...(deps.resolve === undefined ? {} : { resolve: deps.resolve }),
    connectTimeoutMs: deps.connectTimeoutMs ?? 6_000,
    headersTimeoutMs: 12_000,
    bodyTimeoutMs: 12_000,
    connectionsPerHost: 2,
  });
  const inTurn = createTurns({ perHost: 2, inAll: 12, waiting: 200 });

  async function ask(place: Place, headers: Record<string, string>, signal: AbortSignal, maxBytes: number) {
    const host = placeKey(place.url.hostname, portOf(place.url));
    return inTurn(host, signal, async () => {
      const answer = await agent.request({
        origin: place.url.origin,
        path: `${place.url.pathname}${place.url.search}`,
        method: 'GET',
        headers,
        signal,
      });
      const isWanted = answer.statusCode === 200;
      const bytes = isWanted ? await readBody(answer.body, one(answer, 'content-encoding'), maxBytes) : undefined;
      if (!isWanted) discard(answer.body);
      return { answer, bytes };
    });
  }

  async function follow(first: Place, options: EgressOptions, signal: AbortSignal): Promise<EgressAnswer> {
    let place = first;
    let movedTo: string | undefined;
    let isPermanent = true;
    for (let hops = 0; ; hops += 1) {
      const own = place.url.origin === first.url.origin ? options.headers : undefined;
      const headers = headersFor(options, own, deps.version);
      const { answer, bytes } = await ask(place, headers, signal, options.maxBytes ?? DEFAULTS.maxBytes);
      if (bytes !== undefined)
        return { ...bodyOf(place.url, answer, bytes), ...(movedTo === undefined ? {} : { movedTo }) };
      if (answer.statusCode === 304)
        return { kind: 'unchanged', validators: validatorsOf(answer), ...(movedTo === undefined ? {} : { movedTo }) };
      const location = one(answer, 'location');
      if (!REDIRECTS.has(answer.statusCode) || location === '') return refusedStatus(answer, deps.now());
      if (hops === MAX_REDIRECTS) return { kind: 'refused', reason: 'redirects' };
      const next = placeOf(location, allow, place.url);
      if ('refused' in next) return { kind: 'refused', reason: next.refused };
      // A stranger may not send us into the own house, not even to a place that the setting names.
      if (next.allowed && !place.allowed) return { kind: 'refused', reason: 'private' };
      place = next;
      isPermanent &&= PERMANENT.has(answer.statusCode);
      if (isPermanent) movedTo = place.url.href;
    }
  }

  return {
    async get(url, options = {}) {
      const place = placeOf(url, allow);
      if ('refused' in place) return { kind: 'refused', reason: place.refused };
      const deadline = AbortSignal.timeout(options.timeoutMs ?? DEFAULTS.timeoutMs);
      const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
      try {
        return await follow(place, options, signal);
      } catch (error) {
        if (options.signal?.aborted === true) throw error;
        return { kind: 'refused', reason: deadline.aborted ? 'timeout' : reasonFor(error) };
      }
    },
    judge(url) {
      const place = placeOf(url, allow);
      return 'refused' in place ? place.refused : undefined;
    },
    close: () => agent.destroy(),
  };
}

function headersFor(
  options: EgressOptions,
  own: Readonly<Record<string, string>> | undefined,
  version: string,
): Record<string, string> {
  const { unless = {} } = options;
  return {
    ...own,
    'user-agent': `Palier/${version}`,
    accept: options.accept ?? '*/*',
    'accept-encoding': 'gzip, deflate, br',
    ...(unless.etag === undefined ? {} : { 'if-none-match': unless.etag }),
    ...(unless.lastModified === undefined ? {} : { 'if-modified-since': unless.lastModified }),
  };
}

function bodyOf(url: URL, answer: Dispatcher.ResponseData, bytes: Buffer) {
  const [type = '', ...parameters] = one(answer, 'content-type').split(';');
  const charset = parameters.map((text) => /^\s*charset\s*=\s*"?([\w.:-]+)"?/i.exec(text)?.[1]).find(Boolean);
  return {
    kind: 'body' as const,
    url: url.href,
    bytes,
    type: type.trim().toLowerCase(),
    charset,
    validators: validatorsOf(answer),
  };
}

function validatorsOf(answer: Dispatcher.ResponseData): Validators {
  const [etag, lastModified] = [one(answer, 'etag').slice(0, 300), one(answer, 'last-modified').slice(0, 100)];
  return { ...(etag === '' ? {} : { etag }), ...(lastModified === '' ? {} : { lastModified }) };
}

function refusedStatus(answer: Dispatcher.ResponseData, nowMs: number): EgressAnswer {
  const waitMs = retryAfterMs(one(answer, 'retry-after'), Date.parse(one(answer, 'date')) || nowMs);
  const asked = waitMs === undefined ? {} : { retryAfterMs: waitMs };
  return { kind: 'refused', reason: 'status', status: answer.statusCode, ...asked };
}

/**
 * `Retry-After` in both its forms, seconds or a date, which is compared with the same server's clock. Absent when it
 * says nothing usable; a year at most, and how much of a long wait is heeded is the caller's to say. Source: RFC 9110, 10.2.3.
 */
export function retryAfterMs(text: string, nowMs: number): number | undefined {
  const inMs = /^\s*\d+\s*$/.test(text) ? Number(text) * 1_000 : undefined;
  const waitMs = inMs ?? (/[A-Za-z]{3}/.test(text) ? Date.parse(text) - nowMs : Number.NaN);
  return waitMs > 0 ? Math.min(waitMs, LONGEST_WAIT_MS) : undefined;
}

function one(answer: Dispatcher.ResponseData, name: string): string {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function reasonFor(error: unknown): EgressReason {
  if (error instanceof AddressRefused) return 'private';
  if (error instanceof BodyTooLarge) return 'too-large';
  if (error instanceof EncodingUnknown) return 'encoding';
  if (error instanceof TurnsBusy) return 'busy';
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no-such-host';
  if (code.includes('TIMEOUT') || code === 'ETIMEDOUT') return 'timeout';
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(code)) return 'certificate';
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR_FORMAT')) return 'encoding';
  return 'unreachable';
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
