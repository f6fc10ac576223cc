/**
 * The tables, as a list of steps that only ever grows. Each step runs once, in a transaction of its own, under an
 * advisory lock, so that several processes may start at once. A database from a newer Palier is refused untouched.
 */
import { messageOf, type Client } from './connection.ts';

/** 'palier' in ASCII, cut to what fits: any constant that no other program uses. */
const MIGRATION_LOCK = 0x70616c69;

/**
 * Documents and records are `json`, not `jsonb`: it keeps the text as it was written (order of keys, `\u0000`), so
 * that every node computes the same ETag from the same document and nothing that the embedded engine takes is refused.
 */
const STEPS: readonly { name: string; sql: string }[] = [
  {
    name: 'documents, look-ups, logs, revisions',
    sql: `
      create table palier.documents (
        collection text collate "C" not null,
        id text collate "C" not null,
        document json not null,
        primary key (collection, id)
      );
      create table palier.lookups (
        collection text collate "C" not null,
        lookup text collate "C" not null,
        value text collate "C" not null,
        id text collate "C" not null,
        is_unique boolean not null,
        primary key (collection, lookup, value, id),
        foreign key (collection, id) references palier.documents on delete cascade
      );
      create unique index lookups_taken on palier.lookups (collection, lookup, value) where is_unique;
      create index lookups_of_document on palier.lookups (collection, id);
      create table palier.lookup_shapes (collection text collate "C" primary key, shape text not null);
      create table palier.schema_version (version integer not null);
      create table palier.streams (
        log text collate "C" not null,
        stream text collate "C" not null,
        last bigint not null,
        primary key (log, stream)
      );
      create table palier.records (
        log text collate "C" not null,
        stream text collate "C" not null,
        position bigint not null,
        key text collate "C" not null,
        record json not null,
        primary key (log, stream, position),
        unique (log, stream, key)
      );
      create table palier.revisions (topic text collate "C" primary key, revision bigint not null) with (fillfactor = 50);`,
  },
  {
    name: 'writers: which batch of each process was committed last; the gate behind which conflicts queue',
    sql: `
      create table palier.writers (
        id uuid primary key,
        batch bigint not null,
        seen_at timestamptz not null default now()
      ) with (fillfactor = 50);
      create table palier.gate ();`,
  },
  {
    name: 'jobs',
    sql: `
      create table palier.jobs (
        name text collate "C" primary key,
        due_at timestamptz,
        owner uuid,
        token bigint not null default 0,
        leased_until timestamptz,
        failures integer not null default 0
      );
      create index jobs_due on palier.jobs (due_at);`,
  },
];

/** `then` runs under the same lock. */
export async function migrate(client: Client, then: () => Promise<void>): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query('create schema if not exists palier');
    await client.query(
      'create table if not exists palier.migrations (step integer primary key, name text not null, at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ step: number }>(
      'select coalesce(max(step), 0) as step from palier.migrations',
    );
    const done = rows[0]?.step ?? 0;
    if (done > STEPS.length)
      throw new Error(`the database is at step ${done}, this version knows ${STEPS.length}: use a newer Palier`);
    for (const [index, step] of STEPS.entries()) if (index >= done) await runStep(client, index + 1, step);
    await then();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

async function runStep(client: Client, number: number, step: { name: string; sql: string }): Promise<void> {
  await client.query('begin');
  try {
    await client.query(step.sql);
    await client.query('insert into palier.migrations (step, name) values ($1, $2)', [number, step.name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${number} (${step.name}) failed: ${messageOf(error)}`, { cause: error });
  }
}
