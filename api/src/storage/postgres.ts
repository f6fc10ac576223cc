/**
 * The storage engine for several API processes, on PostgreSQL. Order of commits per topic: the revision row is
 * updated in the same transaction as what it counts, and its lock is held until the commit, so revision N is visible
 * exactly when everything up to N is. The same holds for positions in a stream of a log.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { COLLECTIONS, LOGS, type LogName } from './collections.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';
import {
  connect,
  connectionConfig,
  CONNECT_MS,
  isLoss,
  POOL_MAX,
  queryOn,
  toUnavailable,
} from './postgres/connection.ts';
import type { Query } from './postgres/connection.ts';
import { createHealth } from './postgres/health.ts';
import { createJobTable, type JobTable } from './postgres/job-table.ts';
import { lift } from './postgres/lift.ts';
import { startListener, type Log } from './postgres/listener.ts';
import { migrate } from './postgres/migrations.ts';
import { createModel, type Collections, type Logs, type Model } from './postgres/model.ts';
import { createLogReader, createReader } from './postgres/reader.ts';
import { FORGET_WRITERS, PROBE } from './postgres/statements.ts';
import { createWriter, type Writer } from './postgres/writer.ts';
import type { Work } from './postgres/session.ts';
import type { Refused, Storage } from './storage.ts';

export type PostgresOptions = {
  /** `postgres://user:password@host:port/database` */
  url: string;
  collections?: Collections;
  logs?: Logs;
  migrations?: readonly Migration[];
  /** Taken for the sake of a common shape: leases go by the database's clock, waiting by a monotonic one. */
  clock?: { now(): number };
  log: Log;
  random?: () => number;
};

/** The storage, and the table of jobs that live in the same database. */
export type PostgresStorage = Storage & { jobs: JobTable };

export async function openPostgresStorage({
  url,
  collections = COLLECTIONS,
  logs = LOGS,
  migrations = MIGRATIONS,
  log,
  random = Math.random,
}: PostgresOptions): Promise<PostgresStorage> {
  const model = createModel(collections, logs);
  await prepare(url, model, migrations, log);
  const health = createHealth({
    random,
    onChange: (state) => {
      if (state.writable) log.warn({}, 'PostgreSQL takes writes again');
      else log.error({ reason: state.reason }, 'PostgreSQL takes no writes');
    },
  });
  const pool = new pg.Pool({ ...connectionConfig(url, 'read'), max: POOL_MAX, idleTimeoutMillis: 30_000 });
  // Idle connections that break are replaced by the pool; the next read finds out whether the server is there.
  pool.on('error', (error) => health.failed(toUnavailable(error)));
  const query = readQuery(pool);
  try {
    const listener = await startListener({ url, log, random, query, onLoss: (e) => health.failed(toUnavailable(e)) });
    const writer = createWriter({ url, model, health, onCommit: listener.committed });
    const transact = transactOn(writer);
    health.watchWith(async () => void (await writer.submit((transaction) => transaction.query(PROBE, []))));
    const close = async (): Promise<void> => {
      health.stop();
      await writer.close();
      await listener.close();
      await pool.end();
    };
    let closing: Promise<void> | undefined;
    return {
      ...createReader(query, model),
      ...createLogReader(query, model),
      transact,
      dropLog: async (name: LogName, stream: string) =>
        void (await writer.submit((transaction) => transaction.dropLog(name, stream))),
      purge: () => vacuum(url),
      watch: listener.watch,
      health: health.state,
      jobs: createJobTable({ query, transact, owner: writer.id }),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    health.stop();
    await pool.end();
    throw toUnavailable(error);
  }
}

/** One after the other: tables, documents and look-ups as this version expects them. Another process may do the same. */
async function prepare(url: string, model: Model, migrations: readonly Migration[], log: Log): Promise<void> {
  let client: pg.Client | undefined;
  try {
    client = await connect(connectionConfig(url, 'migrate'), () => undefined);
    const migrating = client;
    await migrate(migrating, () => lift(migrating, model, migrations));
    await queryOn(migrating)(FORGET_WRITERS, []);
    const { rows } = await migrating.query<{ fsync: string; pages: string }>(
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages`,
    );
    if (rows[0]?.fsync !== 'on' || rows[0].pages !== 'on')
      log.error({ ...rows[0] }, 'PostgreSQL runs with fsync or full_page_writes off: a power cut can lose everything');
  } catch (error) {
    throw toUnavailable(error);
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** On a connection of its own: it may not run in a transaction, and it may take long. */
async function vacuum(url: string): Promise<void> {
  let client: pg.Client | undefined;
  try {
    client = await connect(connectionConfig(url, 'migrate'), () => undefined);
    await client.query('vacuum palier.documents, palier.lookups, palier.records');
  } catch (error) {
    throw toUnavailable(error);
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** A read is repeated once when its connection turns out to be dead: the server may have been restarted since. */
function readQuery(pool: pg.Pool): Query {
  const query = queryOn(pool);
  return async <Row>(...asked: Parameters<Query>): Promise<Row[]> => {
    const startedAt = performance.now();
    try {
      return await query<Row>(...asked).catch((error: unknown) => {
        if (isLoss(error) && performance.now() - startedAt < CONNECT_MS) return query<Row>(...asked);
        throw error;
      });
    } catch (error) {
      throw toUnavailable(error);
    }
  };
}

function transactOn(writer: Writer) {
  const inside = new AsyncLocalStorage<true>();
  return async <T>(work: Work<T>): Promise<T | Refused> => {
    if (inside.getStore()) throw new Error('a transaction may not start another one: it would wait for itself');
    return await writer.submit((transaction) => inside.run(true, () => work(transaction)));
  };
}
