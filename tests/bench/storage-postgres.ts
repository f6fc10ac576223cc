/**
 * Durable appends per second on PostgreSQL, through the storage interface, with 1, 64 and 512 writers that each wait
 * for their answer. The rival is the plain way on the same server: one pooled connection per writer (16 at most), one
 * transaction and one fsync per record.
 */
import pg from 'pg';
import { openPostgresStorage } from '../../api/src/storage/postgres.ts';
import { play, uuid } from '../storage/documents.ts';
import { startPostgres } from '../support/postgres.ts';
import { milliseconds, quantile, type BenchRow } from './table.ts';

const MEASURE_MS = 3_000;
const WARM_MS = 500;
const WRITERS = [1, 64, 512];
const LIMIT = 2_000;

type Measured = { perSecond: number; p99Ms: number };

export async function benchPostgres(): Promise<BenchRow[]> {
  const postgres = await startPostgres();
  if (!postgres.available) return [];
  const log = { warn: console.warn, error: console.error };
  const storage = await openPostgresStorage({ url: postgres.url, log });
  const pool = new pg.Pool({ connectionString: await postgres.createDatabase(), max: 16 });
  await pool.query('create table plain (id bigint generated always as identity primary key, record jsonb not null)');
  let number = 0;
  const rows: BenchRow[] = [];
  for (const writers of WRITERS) {
    const ours = await measure(writers, () => {
      const key = ++number;
      return storage.transact((tx) => tx.append('plays', 'survey', uuid(key), play(key)));
    });
    const record = JSON.stringify(play(1));
    const plain = await measure(writers, () =>
      pool.query({ name: 'plain', text: 'insert into plain (record) values ($1)', values: [record] }),
    );
    rows.push({
      what: `${postgres.name}: durable appends/s, ${writers} writers, one stream`,
      limit: writers === 64 ? `>= ${LIMIT}/s` : 'none',
      rival: `${describe(plain)} (plain insert)`,
      ours: describe(ours),
      ratio: (ours.perSecond / plain.perSecond).toFixed(2),
      held: writers !== 64 || ours.perSecond >= LIMIT,
    });
  }
  await pool.end();
  await storage.close();
  await postgres.stop();
  return rows;
}

async function measure(writers: number, append: () => Promise<unknown>): Promise<Measured> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const measureFrom = startedAt + WARM_MS;
  const until = measureFrom + MEASURE_MS;
  const write = async (): Promise<void> => {
    for (let at = performance.now(); at < until; at = performance.now()) {
      await append();
      if (at >= measureFrom) latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  const seconds = (performance.now() - measureFrom) / 1_000;
  return { perSecond: latencies.length / seconds, p99Ms: quantile(latencies, 0.99) };
}

function describe({ perSecond, p99Ms }: Measured): string {
  return `${perSecond.toFixed(0)}/s, p99 ${milliseconds(p99Ms)}`;
}
