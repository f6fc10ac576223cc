/**
 * Brings what is stored to what this version expects: documents and records through the migrations of the schemas,
 * and the look-ups of every collection whose way of computing them has changed. In one transaction, under the lock
 * of the migrations.
 */
import { migrateDocument, migrateRecord, schemaVersion, type Migration } from '../migrations.ts';
import { asKey, messageOf, queryOn, type Client, type Query } from './connection.ts';
import type { Model } from './model.ts';

/** Rows read and rewritten at a time. */
const PAGE = 1_000;

type DocumentRow = { id: string; document: unknown };
type RecordRow = { stream: string; position: number; record: unknown };

export async function lift(client: Client, model: Model, migrations: readonly Migration[]): Promise<void> {
  const query = queryOn(client);
  await client.query('begin isolation level serializable');
  try {
    await liftSchemas(query, model, migrations);
    const shapes = new Map((await query<{ collection: string; shape: string }>(SHAPES, [])).map(pairOf));
    for (const collection of model.names) {
      if (shapes.get(collection) !== model.shapeOf(collection)) await rebuildLookups(query, model, collection);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`the store could not be brought to this version: ${messageOf(error)}`, { cause: error });
  }
}

async function liftSchemas(query: Query, model: Model, migrations: readonly Migration[]): Promise<void> {
  const wanted = schemaVersion(migrations);
  const stored = (await query<{ version: number }>(VERSION, []))[0]?.version;
  if (stored === wanted) return;
  if (stored !== undefined && stored > wanted)
    throw new Error(`its schema is version ${stored}, this Palier knows ${wanted}: use a newer one`);
  const from = stored ?? wanted;
  const missing = migrations.slice(from - 1);
  for (const collection of model.names) {
    if (!missing.some((migration) => migration.collections?.[collection] !== undefined)) continue;
    for await (const { id, document } of documentsOf(query, collection)) {
      const lifted = model.parse(collection, migrateDocument(document, from, collection, migrations));
      await query(REWRITE_DOCUMENT, [collection, id, JSON.stringify(lifted)]);
    }
  }
  for (const log of model.logNames) {
    if (!missing.some((migration) => migration.logs?.[log] !== undefined)) continue;
    for await (const { stream, position, record } of recordsOf(query, log)) {
      const lifted = migrateRecord(record, from, log, migrations);
      await query(REWRITE_RECORD, [log, stream, position, JSON.stringify(lifted)]);
    }
  }
  await query(stored === undefined ? KEEP_VERSION : RAISE_VERSION, [wanted]);
}

async function rebuildLookups(query: Query, model: Model, collection: string): Promise<void> {
  await query(DROP_LOOKUPS, [collection]);
  for await (const { id, document } of documentsOf(query, collection)) {
    const entries = model.lookupsOf(collection, model.parse(collection, document));
    await query(ADD_LOOKUPS, [
      collection,
      id,
      entries.map((entry) => entry.lookup),
      entries.map((entry) => asKey(entry.value)),
      entries.map((entry) => entry.unique),
    ]);
  }
  await query(KEEP_SHAPE, [collection, model.shapeOf(collection)]);
}

async function* documentsOf(query: Query, collection: string): AsyncGenerator<DocumentRow> {
  let after = '';
  for (;;) {
    const rows = await query<DocumentRow>(DOCUMENTS, [collection, after, PAGE]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

async function* recordsOf(query: Query, log: string): AsyncGenerator<RecordRow> {
  let after = { stream: '', position: 0 };
  for (;;) {
    const rows = await query<RecordRow>(RECORDS, [log, after.stream, after.position, PAGE]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

function pairOf({ collection, shape }: { collection: string; shape: string }): [string, string] {
  return [collection, shape];
}

const VERSION = { name: 'palier_lift_version', text: 'select version from palier.schema_version' };
const KEEP_VERSION = { name: 'palier_lift_keep', text: 'insert into palier.schema_version (version) values ($1)' };
const RAISE_VERSION = { name: 'palier_lift_raise', text: 'update palier.schema_version set version = $1' };
const DOCUMENTS = {
  name: 'palier_lift_documents',
  text: 'select id, document from palier.documents where collection = $1 and id > $2 order by id limit $3',
};
const REWRITE_DOCUMENT = {
  name: 'palier_lift_document',
  text: 'update palier.documents set document = $3::json where collection = $1 and id = $2',
};
const RECORDS = {
  name: 'palier_lift_records',
  text: `select stream, position, record from palier.records
    where log = $1 and (stream, position) > ($2, $3) order by stream, position limit $4`,
};
const REWRITE_RECORD = {
  name: 'palier_lift_record',
  text: 'update palier.records set record = $4::json where log = $1 and stream = $2 and position = $3',
};
const SHAPES = { name: 'palier_lift_shapes', text: 'select collection, shape from palier.lookup_shapes' };
const DROP_LOOKUPS = { name: 'palier_lift_drop', text: 'delete from palier.lookups where collection = $1' };
const ADD_LOOKUPS = {
  name: 'palier_lift_add',
  text: `insert into palier.lookups (collection, id, lookup, value, is_unique)
    select $1, $2, * from unnest($3::text[], $4::text[], $5::boolean[])`,
};
const KEEP_SHAPE = {
  name: 'palier_lift_shape',
  text: `insert into palier.lookup_shapes (collection, shape) values ($1, $2)
    on conflict (collection) do update set shape = excluded.shape`,
};
