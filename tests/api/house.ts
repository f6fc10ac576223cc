/** A whole API on an empty temporary folder, with a clock that only moves when told, and people of every role. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@palier/playlists/views';
import { UserId } from '@palier/playlists/ids';
import { createApi } from '../../api/src/app.ts';
import type { Clock } from '../../api/src/clock.ts';
import { createHostedPlayers } from '../../api/src/hosted-player.ts';
import type { Log } from '../../api/src/log.ts';
import { createDecoder, type Decoder } from '../../api/src/media/decoder/pool.ts';
import { createParts, type Parts } from '../../api/src/parts.ts';
import type { Settings } from '../../api/src/settings.ts';
import { openJsonStorage } from '../../api/src/storage/json.ts';
import type { Storage } from '../../api/src/storage/storage.ts';
import { createDeriver } from '../../api/src/threads/derive.ts';

export const NOON = Date.parse('2026-11-23T12:00:00Z');
/** The real cost is measured once, in its own test. */
const CHEAP = { memory: 64, passes: 1 };
export const ORIGIN = 'http://palier.test';

export type TestClock = Clock & { advance(ms: number): void };

/** Stands still at noon. Timers run when the clock passes them; with `realTimers` they run by themselves. */
export function testClock(options: { realTimers?: boolean } = {}): TestClock {
  let now = NOON;
  const timers = new Set<{ atMs: number; act: () => void }>();
  return {
    now: () => now,
    after(delayMs, act) {
      if (options.realTimers === true) {
        const timer = setTimeout(act, delayMs);
        return () => clearTimeout(timer);
      }
      const timer = { atMs: now + delayMs, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of timers) {
        if (timer.atMs > now) continue;
        timers.delete(timer);
        timer.act();
      }
    },
  };
}

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed = 'palier') {
  let counter = 0;
  return (length: number): Uint8Array => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      counter += 1;
      blocks.push(createHash('sha256').update(`${seed} ${counter}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  };
}

export type Call = {
  body?: unknown;
  raw?: BodyInit;
  headers?: Record<string, string>;
  cookie?: string;
  token?: string;
};
/** JSON of which a test looks at a few fields. */
type Parsed = ReturnType<typeof JSON.parse>;
export type Answer = { status: number; body: Parsed; headers: Headers; response: Response };

/** One for all houses of a test file: a process that decodes takes a moment to start. */
let decoder: Decoder | undefined;

export type House = Awaited<ReturnType<typeof openHouse>>;

export async function openHouse(
  options: {
    clock?: TestClock;
    files?: Record<string, unknown>;
    storage?: (storage: Storage) => Storage;
    trustedProxies?: number;
    /** Given with a `storage` that other houses share. */
    databaseUrl?: string;
    smtp?: Settings['smtp'];
    start?: boolean;
    dir?: string;
    egressAllow?: string[];
    /** Where ffmpeg and soffice are looked for; default: nowhere. */
    toolPath?: string;
    decoder?: Decoder;
  } = {},
) {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'palier-api-')));
  const settings = {
    dataDir: join(dir, 'data'),
    playlistsDir: join(dir, 'library'),
    assetsDir: join(dir, 'assets'),
    organisation: 'Atelier',
    zone: 'Europe/Paris',
    trustedProxies: options.trustedProxies ?? 0,
    databaseUrl: options.databaseUrl,
    mediaUrl: undefined,
    mediaCredentials: undefined,
    secretsKeyFile: join(dir, 'data', 'secrets.key'),
    egressAllow: options.egressAllow ?? [],
    smtp: options.smtp,
    toolPath: options.toolPath ?? '',
  };
  await mkdir(settings.playlistsDir, { recursive: true });
  await mkdir(settings.assetsDir, { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    await writeFile(join(settings.playlistsDir, name), text);
  }
  const clock = options.clock ?? testClock();
  const said: string[] = [];
  const log: Log = {
    info: (message) => void said.push(message),
    warn: (message, details) => void said.push(`${message} ${JSON.stringify(details)}`),
    error: (message, error) =>
      void said.push(`FAULT ${message}: ${error instanceof Error ? error.stack : String(error)}`),
  };
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const opened = await openJsonStorage({ dir: settings.dataDir, clock, log: quiet });
  const storage = options.storage?.(opened) ?? opened;
  const deps = {
    storage,
    clock,
    log,
    random: seededRandom(dir),
    deriver: createDeriver({ receiptCost: CHEAP, passphraseCost: CHEAP }),
    settings,
    publicUrl: () => ORIGIN,
    version: '0.0.0',
    fetch,
    node: 'test',
    decoder: options.decoder ?? (decoder ??= createDecoder({ log })),
  };
  const parts: Parts = createParts(deps);
  if (options.start !== false) await parts.start();
  let stopPlayers = async () => {};
  const api = createApi(parts, (app) => {
    const playerDir = join(dir, 'player');
    const players = createHostedPlayers({ clock, log, version: '0.0.0', playerDir, fetch: app.fetch });
    stopPlayers = () => players.stop();
    return players;
  });

  async function call(method: string, path: string, call: Call = {}): Promise<Answer> {
    const hasBody = call.body !== undefined || call.raw !== undefined;
    const response = await api.request(`${ORIGIN}${path}`, {
      method,
      headers: {
        ...(method === 'GET' || call.token !== undefined ? {} : { origin: ORIGIN }),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.cookie === undefined ? {} : { cookie: call.cookie }),
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
        ...call.headers,
      },
      ...(hasBody ? { body: call.raw ?? JSON.stringify(call.body) } : {}),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const text = isStream ? '' : await response.clone().text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers, response };
  }

  const cookies = new Map<Role, string>();
  /** The cookie of a person of this role, signed in once or, for `anew`, another time. */
  async function as(role: Role, anew = false): Promise<string> {
    const known = cookies.get(role);
    if (known !== undefined && !anew) return known;
    const id = UserId.parse(`user-${role}`);
    await storage.transact((transaction) =>
      transaction.put('users', {
        id,
        email: `${role}@palier.example`,
        name: role,
        role,
        language: 'en',
        passwordHash: '',
        createdAt: new Date(NOON).toISOString(),
      }),
    );
    const cookie = `palier=${await parts.sessions.start(id, undefined)}`;
    cookies.set(role, cookie);
    return cookie;
  }

  return {
    dir,
    settings,
    clock,
    said,
    storage,
    parts,
    api,
    call,
    as,
    /** Asks as an editor, and throws on anything but success. */
    async edit(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
      const answer = await call(method, path, {
        ...(body === undefined ? {} : { body }),
        cookie: await as('editor'),
        headers,
      });
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
      return answer;
    },
    /** Pairs a machine; answers its screen and token. */
    async pair(
      name = 'Hall',
      approval: Record<string, unknown> = {},
    ): Promise<{ id: string; token: string; secret: string }> {
      const { body: offer } = await call('POST', '/api/pairings', { body: {} });
      const { body: screen } = await this.edit('POST', `/api/pairings/${offer.code}/approve`, {
        name,
        zone: 'Europe/Paris',
        language: 'fr',
        ...approval,
      });
      const { body: answer } = await call('GET', '/api/pairings/mine', { token: offer.pollSecret });
      return { id: screen.id, token: answer.token, secret: offer.pollSecret };
    },
    /** Closes everything; the folder stays for another house when `keep` is set. */
    async close(keep = false): Promise<void> {
      await stopPlayers();
      await parts.stop();
      await storage.close();
      if (!keep) await rm(dir, { recursive: true, force: true });
    },
  };
}

export function notice(id: string, title = id, durationMs = 10_000) {
  return { id, durationMs, item: { kind: 'notice', title: { fr: title } } };
}

export function playlistOf(id: string, entries: unknown[] = [notice('one')]) {
  return { id, name: { fr: id }, entries };
}

export async function until(what: string, check: () => boolean | Promise<boolean>, timeoutMs = 8_000): Promise<void> {
  const tries = Math.ceil(timeoutMs / 20);
  for (let count = 0; count < tries; count += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain: ${what}`);
}

/** Reads events from a streamed answer, one after the other. */
export function eventsOf(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next(): Promise<{ event: string; id: string; data: Parsed } | 'closed'> {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const block = text.slice(0, end);
          text = text.slice(end + 2);
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const event = field('event');
          if (event !== undefined) return { event, id: field('id') ?? '', data: JSON.parse(field('data') ?? 'null') };
          continue;
        }
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return 'closed';
        text += chunk.value;
      }
    },
    cancel: () => reader?.cancel(),
  };
}
