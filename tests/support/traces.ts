/**
 * Everything that a running product keeps, to look through for what it should not: files, what the processes printed, a
 * backup, and every row of the database where there is one.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import type { Palier } from './palier.ts';
import { runSource } from './processes.ts';

/** Characters that tell what an instant belongs to. */
const BEFORE = 80;

/** Text by where it was found. */
export async function everythingKept(palier: Palier): Promise<Map<string, string>> {
  const kept = new Map([['what the server printed', palier.said()]]);
  for (const entry of await readdir(palier.dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    kept.set(path, await readFile(path, 'latin1'));
  }
  if (palier.databaseUrl === undefined) kept.set('the backup', await backupOf(palier.dir));
  else for (const [table, rows] of await rowsOf(palier.databaseUrl)) kept.set(`table ${table}`, rows);
  return kept;
}

/** Instants with milliseconds that stand in a text, as numbers or in ISO, between two of them; each with what stands before. */
export function instantsBetween(text: string, fromMs: number, toMs: number): string[] {
  const instant = /(?<!\d)1\d{12}(?!\d)|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{3}/g;
  return [...text.matchAll(instant)].flatMap(({ 0: one, index }) => {
    const ms = one.length === 13 ? Number(one) : Date.parse(`${one.replace(' ', 'T')}Z`);
    return ms > fromMs && ms < toMs ? [text.slice(Math.max(0, index - BEFORE), index + one.length)] : [];
  });
}

async function backupOf(dir: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palier-traces-'));
  try {
    const file = join(folder, 'saved.tar.gz');
    const env = { DATA_DIR: join(dir, 'data'), PLAYLISTS_DIR: join(dir, 'library') };
    const command = runSource('api/src/cli.ts', ['backup', file], env);
    await new Promise((resolve) => command.child.on('exit', resolve));
    if (command.child.exitCode !== 0) throw new Error(command.output());
    return gunzipSync(await readFile(file)).toString('latin1');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As a dump would hold them. */
async function rowsOf(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows = new Map<string, string>();
    for (const { name } of tables.rows) {
      const all = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      rows.set(name, all.rows.map(({ row }) => row).join('\n'));
    }
    return rows;
  } finally {
    await client.end();
  }
}
