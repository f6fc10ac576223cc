/**
 * The product as a user runs it, for end-to-end tests: a real server process on a free port with folders of its own,
 * and real kiosk processes beside it. Everything is stopped and removed at the end. With `PALIER_E2E_STORE=postgres`
 * the server is two processes on one PostgreSQL behind a balancer, and no test is told.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { startBalancer } from './balancer.ts';
import { startPostgres, type TestPostgres } from './postgres-server.ts';
import { freePort, runSource, type Running } from './processes.ts';

export const ADMIN = { email: 'camille@palier.example', password: 'trois marches et demie' };

export type Palier = {
  url: string;
  dir: string;
  process: Running;
  /** Of all its processes, what they have printed so far. */
  said(): string;
  /** Where it keeps everything, when that is a database. */
  databaseUrl: string | undefined;
  /** Calls the API as the signed-in administrator; answers the parsed body and throws on a refusal. */
  api<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ body: T; etag: string }>;
  /** The signed-in administrator's cookie, for requests of another kind. */
  cookie(): Promise<string>;
  /** Stops the server and starts it again on the same folders and port. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
};

export type Kiosk = {
  url: string;
  process: Running;
  restart(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
};

export type PalierOptions = {
  admin?: boolean;
  library?: Record<string, unknown>;
  env?: Record<string, string>;
  /** Fills the data folder before the server's first start. */
  prepare?: (dataDir: string) => Promise<void>;
};

/** The process or processes that answer at one address. */
type Server = {
  url: string;
  /** The process, or the first of them. */
  first(): Running;
  said(): string;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Takes away what stood around the processes. */
  clear(): Promise<void>;
};

/** Starts a server on an empty data folder. `admin: false` leaves it waiting for its set-up link. */
export async function startPalier(options: PalierOptions = {}): Promise<Palier> {
  const isOnNodes = process.env['PALIER_E2E_STORE'] === 'postgres' && options.env?.['DATABASE_URL'] === undefined;
  const postgres = isOnNodes ? await startPostgres() : undefined;
  if (postgres?.available === false) {
    const { test } = await import('@playwright/test');
    test.skip(true, postgres.reason);
  }
  const dir = await mkdtemp(join(tmpdir(), 'palier-e2e-'));
  const server = postgres?.available === true ? await nodesIn(dir, options, postgres) : await oneIn(dir, options);
  await server.start();
  const { url } = server;
  let cookie = '';
  return {
    url,
    dir,
    get process() {
      return server.first();
    },
    said: () => server.said(),
    databaseUrl: postgres?.available === true ? postgres.url : options.env?.['DATABASE_URL'],
    cookie: async () => (cookie === '' ? (cookie = await signIn(url)) : cookie),
    api: async (method, path, body, headers = {}) => {
      if (cookie === '' && options.admin !== false) cookie = await signIn(url);
      const answer = await fetch(url + path, {
        method,
        headers: {
          cookie,
          origin: url,
          ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return { body: text === '' ? undefined : JSON.parse(text), etag: answer.headers.get('etag') ?? '' };
    },
    restart: async (signal = 'SIGTERM') => {
      await server.stop(signal);
      await server.start();
    },
    stop: async () => {
      await server.stop();
      await server.clear();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function oneIn(dir: string, options: PalierOptions): Promise<Server> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const process = await prepareProcess(dir, url, url, options);
  return { url, ...process, clear: async () => {} };
}

/** Each process has its own store folder, library and assets, as on machines of their own; the media lie in one folder. */
async function nodesIn(dir: string, options: PalierOptions, postgres: TestPostgres): Promise<Server> {
  const urls = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const balancer = await startBalancer(() => urls);
  await mkdir(join(dir, 'shared'));
  const env = {
    DATABASE_URL: postgres.url,
    MEDIA_URL: pathToFileURL(join(dir, 'shared')).href,
    TRUST_PROXY: '1',
    ...options.env,
  };
  const nodes = await Promise.all(
    urls.map((url, index) => {
      const library = index === 0 ? options.library : undefined;
      return prepareProcess(join(dir, `node-${index + 1}`), url, balancer.url, { ...options, env, library });
    }),
  );
  const [first] = nodes;
  if (first === undefined) throw new Error('there are no nodes');
  return {
    url: balancer.url,
    first: () => first.first(),
    said: () => nodes.map((node) => node.said()).join('\n'),
    start: async () => void (await Promise.all(nodes.map((node) => node.start()))),
    stop: async (signal) => void (await Promise.all(nodes.map((node) => node.stop(signal)))),
    clear: async () => {
      await balancer.close();
      await postgres.stop();
    },
  };
}

async function prepareProcess(
  dir: string,
  url: string,
  publicUrl: string,
  options: Omit<PalierOptions, 'library'> & { library?: PalierOptions['library'] | undefined },
) {
  const folders = { DATA_DIR: join(dir, 'data'), PLAYLISTS_DIR: join(dir, 'library'), ASSETS_DIR: join(dir, 'assets') };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  for (const [id, playlist] of Object.entries(options.library ?? {})) {
    await writeFile(join(folders.PLAYLISTS_DIR, `${id}.json`), JSON.stringify(playlist, null, 2));
  }
  await options.prepare?.(folders.DATA_DIR);
  const env = {
    ...folders,
    PORT: new URL(url).port,
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    KIOSK: 'none',
    ...(options.admin === false ? {} : { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password }),
    ...options.env,
  };
  let server: Running | undefined;
  let before = '';
  return {
    said: () => before + (server?.output() ?? ''),
    first(): Running {
      if (server === undefined) throw new Error('the server has not been started');
      return server;
    },
    async start(): Promise<void> {
      before += server?.output() ?? '';
      server = runSource('api/src/server.ts', [], env);
      await untilHealthy(url, server);
    },
    stop: async (signal?: NodeJS.Signals): Promise<void> => server?.stop(signal),
  };
}

/** Starts the kiosk's core with no window of its own; a test opens its page in the browser it drives. */
export async function startKiosk(serverUrl: string, options: { dir?: string; args?: string[] } = {}): Promise<Kiosk> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'palier-kiosk-')));
  const port = await freePort();
  const start = async () => {
    const args = [
      '--server',
      serverUrl,
      '--state-dir',
      dir,
      '--shell',
      'none',
      '--port',
      String(port),
      ...(options.args ?? []),
    ];
    const kiosk = runSource('kiosk/launch.ts', args, {});
    const [, url] = await kiosk.printed(/(http:\/\/127\.0\.0\.1:\d+\/\S*)/);
    return { kiosk, url: url ?? '' };
  };
  let { kiosk, url } = await start();
  return {
    get url() {
      return url;
    },
    get process() {
      return kiosk;
    },
    restart: async (signal = 'SIGTERM') => {
      await kiosk.stop(signal);
      ({ kiosk, url } = await start());
    },
    stop: async () => {
      await kiosk.stop();
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A start takes a second; on a machine with much else to do it may take many. */
const START_TRIES = 1_200;

async function untilHealthy(url: string, server: Running): Promise<void> {
  for (let tries = 0; tries < START_TRIES; tries += 1) {
    if (server.child.exitCode !== null) throw new Error(`the server ended at start:\n${server.output()}`);
    try {
      if ((await fetch(`${url}/api/health`)).ok) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the server did not become healthy:\n${server.output()}`);
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(ADMIN),
  });
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

/** A real JPEG of one colour with a lighter square: small, and different for each colour. */
export function pictureOf(colour: { r: number; g: number; b: number }, widthPx = 640, heightPx = 360): Promise<Buffer> {
  return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
}

/** An entry with a notice, for libraries of tests. */
export function noticeEntry(id: string, title: string, durationMs = 2000) {
  return { id, durationMs, item: { kind: 'notice', title: { fr: title, en: title } } };
}

/** A playlist file, and a schedule that plays it on every screen all day. */
export function libraryOf(id: string, entries: unknown[]) {
  return { [id]: { id, name: { fr: id, en: id }, entries } };
}

/** Pairs the kiosk that shows `code` as a screen, as the panel does. Answers the screen's id. */
export async function approve(palier: Palier, code: string, name = 'Hall'): Promise<string> {
  const { body } = await palier.api<{ id: string }>('POST', `/api/pairings/${code}/approve`, {
    name,
    zone: 'Europe/Paris',
    language: 'fr',
  });
  return body.id;
}

/** Pairs a machine that has no kiosk, for a test that speaks for it. Answers its token. */
export async function pairMachine(palier: Palier): Promise<string> {
  const offered = await palier.api<{ code: string; pollSecret: string }>('POST', '/api/pairings', {});
  await approve(palier, offered.body.code, 'Machine');
  const authorization = `Bearer ${offered.body.pollSecret}`;
  const answer = await fetch(`${palier.url}/api/pairings/mine`, { headers: { authorization } });
  const { token }: { token: string } = await answer.json();
  return token;
}

/** Plays `playlistId` on all screens, all day, every day. */
export async function scheduleEverywhere(palier: Palier, playlistId: string): Promise<void> {
  await palier.api('POST', '/api/schedules', {
    name: { fr: 'Toujours', en: 'Always' },
    target: { all: true },
    rules: [{ id: 'always', playlistId }],
  });
}
