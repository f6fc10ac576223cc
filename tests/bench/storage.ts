/**
 * The embedded engine against its rivals in the same run: plain lowdb (which is not durable: it never fsyncs) and `node:sqlite`
 * in WAL mode with `synchronous=FULL`; PostgreSQL where one can be started. Alone: `node tests/bench/storage.ts`.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JSONFilePreset } from 'lowdb/node';
import { openJsonStorage, type JsonStorage } from '../../api/src/storage/json.ts';
import { play, uuid } from '../storage/documents.ts';
import { benchPostgres } from './storage-postgres.ts';
import { milliseconds, quantile, printTable, type BenchRow } from './table.ts';

const MEASURE_MS = 2_500;
const WARM_MS = 500;
const LIMIT_PER_SECOND = 2_000;
const GROWTH_LIMIT = 1.3;
const START_LIMIT_MS = 2_000;
const SELF = new URL(import.meta.url).pathname;
const log = { info: () => undefined, warn: console.warn, error: console.error };

type Measured = { perSecond: number; p99Ms: number };

export async function benchStorage(): Promise<BenchRow[]> {
  const base = mkdtempSync(join(tmpdir(), 'palier-bench-'));
  try {
    return [...(await appends(base)), await growth(base), ...(await starts(base)), ...(await benchPostgres())];
  } finally {
    rmSync(base, { recursive: true });
  }
}

async function appends(base: string): Promise<BenchRow[]> {
  const storage = await openJsonStorage({ dir: join(base, 'appends'), log });
  const sqlite = openSqlite(join(base, 'appends.sqlite'));
  let number = 0;
  const rows: BenchRow[] = [];
  for (const writers of [1, 64, 512]) {
    const ours = await measure(writers, () => {
      const key = ++number;
      return storage.transact((tx) => tx.append('plays', `screen-${key % 50}`, uuid(key), play(key)));
    });
    const rival = await measure(writers, async () => sqlite(++number));
    rows.push({
      what: `durable appends/s, ${writers} ${writers === 1 ? 'writer' : 'writers'}`,
      limit: writers === 64 ? `>= ${LIMIT_PER_SECOND}/s` : 'none',
      rival: `${describe(rival)} (node:sqlite)`,
      ours: describe(ours),
      ratio: (ours.perSecond / rival.perSecond).toFixed(2),
      held: writers !== 64 || ours.perSecond >= LIMIT_PER_SECOND,
    });
  }
  await storage.close();
  return rows;
}

/** One insert, one commit, one fsync. */
function openSqlite(path: string): (number: number) => void {
  const database = new DatabaseSync(path);
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table plays (stream text, key text unique, record text)',
  );
  const insert = database.prepare('insert into plays values (?, ?, ?)');
  return (number) => void insert.run(`screen-${number % 50}`, uuid(number), JSON.stringify(play(number)));
}

async function measure(writers: number, append: () => Promise<unknown>): Promise<Measured> {
  const latencies: number[] = [];
  const from = performance.now() + WARM_MS;
  const until = from + MEASURE_MS;
  const write = async () => {
    for (let at = performance.now(); at < until; at = performance.now()) {
      await append();
      if (at >= from) latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return { perSecond: latencies.length / ((performance.now() - from) / 1_000), p99Ms: quantile(latencies, 0.99) };
}

/** What 1,000 appends by 64 writers cost around 1,000 stored and around 100,000 stored: the medians of ten batches. */
async function growth(base: string): Promise<BenchRow> {
  const storage = await openJsonStorage({ dir: join(base, 'growth'), log });
  const low = await JSONFilePreset<{ plays: unknown[] }>(join(base, 'growth.json'), { plays: [] });
  await fill(storage, 0, 1_000);
  // Warm: what the machine compiles meanwhile is not the store's growth.
  await batch(storage, 1_000_000, 4_000);
  const few = await medianOfBatches((index) => batch(storage, 2_000_000 + index * 1_000, 1_000));
  await fill(storage, 1_000, 100_000);
  const many = await medianOfBatches((index) => batch(storage, 3_000_000 + index * 1_000, 1_000));
  await storage.close();
  const plain = async (stored: number) => {
    low.data.plays = Array.from({ length: stored }, (_, number) => play(number));
    return medianOfBatches(async () => {
      const at = performance.now();
      low.data.plays.push(play(1));
      await low.write();
      return performance.now() - at;
    });
  };
  const [rivalFew, rivalMany] = [await plain(1_000), await plain(100_000)];
  const ratio = many / few;
  return {
    what: 'cost of an append at 100,000 stored over the cost at 1,000 (less is better)',
    limit: `<= ${GROWTH_LIMIT}`,
    rival: `${(rivalMany / rivalFew).toFixed(1)} (plain lowdb: ${milliseconds(rivalFew)} -> ${milliseconds(rivalMany)})`,
    ours: `${ratio.toFixed(2)} (${few.toFixed(0)} -> ${many.toFixed(0)} µs each)`,
    ratio: (rivalMany / rivalFew / ratio).toFixed(1),
    held: ratio <= GROWTH_LIMIT,
  };
}

async function medianOfBatches(run: (index: number) => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 10; index++) times.push(await run(index));
  return quantile(times, 0.5);
}

/** Milliseconds for so many appends by 64 writers, each a transaction of its own; for 1,000 also the µs of one. */
async function batch(storage: JsonStorage, from: number, count: number): Promise<number> {
  const at = performance.now();
  let next = from;
  const write = async () => {
    while (next < from + count) {
      const number = next++;
      await storage.transact((tx) => tx.append('plays', `screen-${number % 50}`, uuid(number), play(number)));
    }
  };
  await Promise.all(Array.from({ length: 64 }, write));
  return performance.now() - at;
}

async function fill(storage: JsonStorage, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += 500) {
    await storage.transact(async (tx) => {
      for (let number = first; number < Math.min(to, first + 500); number++)
        await tx.append('plays', `screen-${number % 50}`, uuid(number), play(number));
    });
  }
}

/** Each start in a process of its own, as a server starts. */
async function starts(base: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const empty = startIn(join(base, 'empty'), 'open');
  for (const stored of [100_000, 1_000_000]) {
    const dir = join(base, `start-${stored}`);
    const storage = await openJsonStorage({ dir, log });
    await fill(storage, 0, stored);
    await storage.close();
    const rivalPath = join(base, `start-${stored}.json`);
    const records = Array.from({ length: stored }, (_, number) => ({
      stream: `screen-${number % 50}`,
      key: uuid(number),
      record: play(number),
    }));
    writeFileSync(rivalPath, JSON.stringify({ plays: records }));
    const ours = startIn(dir, 'open');
    const rival = startIn(rivalPath, 'lowdb');
    const bytes = (ours.bytes - empty.bytes) / stored;
    rows.push(
      {
        what: `start-up with ${stored.toLocaleString('en')} records (less is better)`,
        limit: stored === 100_000 ? `<= ${START_LIMIT_MS} ms` : 'none',
        rival: `${milliseconds(rival.ms)} (plain lowdb, ${(statSync(rivalPath).size / 1e6).toFixed(0)} MB)`,
        ours: milliseconds(ours.ms),
        ratio: (rival.ms / ours.ms).toFixed(2),
        held: stored !== 100_000 || ours.ms <= START_LIMIT_MS,
      },
      {
        what: `memory per record with ${stored.toLocaleString('en')} (less is better)`,
        limit: '<= 100 bytes',
        rival: `${((rival.bytes - empty.bytes) / stored).toFixed(0)} bytes (plain lowdb)`,
        ours: `${bytes.toFixed(0)} bytes`,
        ratio: ((rival.bytes - empty.bytes) / stored / bytes).toFixed(1),
        held: bytes <= 100,
      },
    );
  }
  return rows;
}

function startIn(path: string, how: 'open' | 'lowdb'): { ms: number; bytes: number } {
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', SELF, how, path], { encoding: 'utf8' }));
}

async function startHere(path: string, how: string): Promise<void> {
  const at = performance.now();
  const held = how === 'open' ? await openJsonStorage({ dir: path, log }) : await JSONFilePreset(path, { plays: [] });
  const ms = performance.now() - at;
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  console.log(JSON.stringify({ ms, bytes: heapUsed + arrayBuffers }));
  if ('close' in held) await held.close();
}

function describe({ perSecond, p99Ms }: Measured): string {
  return `${perSecond.toFixed(0)}/s, p99 ${milliseconds(p99Ms)}`;
}

if (process.argv[1] === SELF) {
  const [how, path] = process.argv.slice(2);
  if (how !== undefined && path !== undefined) await startHere(path, how);
  else printTable(await benchStorage());
}
