/** Every statement that carries data, prepared by name. Values travel as parameters, never as text. */
import type { Statement } from './connection.ts';

export const GET = statement('get', 'select document from palier.documents where collection = $1 and id = $2');

export const ALL = statement('all', 'select document from palier.documents where collection = $1 order by id');

export const FIND = statement(
  'find',
  `select d.document from palier.lookups l join palier.documents d on d.collection = l.collection and d.id = l.id
   where l.collection = $1 and l.lookup = $2 and l.value = $3 order by l.id`,
);

export const REVISION = statement('revision', 'select revision from palier.revisions where topic = $1');

export const REVISIONS = statement('revisions', 'select topic, revision from palier.revisions');

export const PUT = statement(
  'put',
  `insert into palier.documents (collection, id, document) values ($1, $2, $3::json)
   on conflict (collection, id) do update set document = excluded.document`,
);

/**
 * $4, $5, $6 are the look-ups of the document: name, value, whether unique. Answers one of those that already
 * belong to another document, and then writes nothing. A rival that is not visible yet ends in a conflict.
 */
export const PUT_WITH_LOOKUPS = statement(
  'put_with_lookups',
  `with wanted as (
     select * from unnest($4::text[], $5::text[], $6::boolean[]) as wanted (lookup, value, is_unique)
   ), taken as (
     select l.lookup, l.value from wanted w
     join palier.lookups l on l.collection = $1 and l.lookup = w.lookup and l.value = w.value
     where w.is_unique and l.id <> $2 limit 1
   ), written as (
     insert into palier.documents (collection, id, document)
     select $1, $2, $3::json where not exists (select from taken)
     on conflict (collection, id) do update set document = excluded.document
   ), dropped as (
     delete from palier.lookups l where l.collection = $1 and l.id = $2 and not exists (select from taken)
     and not exists (select from wanted w where w.lookup = l.lookup and w.value = l.value)
   ), added as (
     insert into palier.lookups (collection, lookup, value, id, is_unique)
     select $1, w.lookup, w.value, $2, w.is_unique from wanted w where not exists (select from taken)
     on conflict (collection, lookup, value, id) do nothing
   )
   select lookup, value from taken`,
);

export const REMOVE = statement(
  'remove',
  'delete from palier.documents where collection = $1 and id = $2 returning id',
);

/** The stream's row gives the position, so entries become visible in the order of their positions. */
export const APPEND = statement(
  'append',
  `with next as (
     insert into palier.streams as s (log, stream, last)
     select $1, $2, 1
     where not exists (select from palier.records where log = $1 and stream = $2 and key = $3)
     on conflict (log, stream) do update set last = s.last + 1 returning last
   )
   insert into palier.records (log, stream, position, key, record)
   select $1, $2, last, $3, $4::json from next returning position`,
);

export const READ_LOG = statement(
  'read_log',
  `select position, key, record from palier.records where log = $1 and stream = $2 and position > $3
   order by position limit $4`,
);

/** Streams are dropped whole or not at all, so the last position is the number of entries. */
export const COUNT_LOG = statement('count_log', 'select last from palier.streams where log = $1 and stream = $2');

export const STREAMS = statement('streams', 'select stream from palier.streams where log = $1 order by stream');

export const DROP_RECORDS = statement('drop_records', 'delete from palier.records where log = $1 and stream = $2');

export const DROP_STREAM = statement('drop_stream', 'delete from palier.streams where log = $1 and stream = $2');

/**
 * The end of a batch: moves the revision of every touched topic, wakes the listeners of all processes once, and
 * leaves the batch's number so that a commit whose answer was lost can be told from one that never was.
 */
export const SEAL = statement(
  'seal',
  `with moved as (
     insert into palier.revisions as r (topic, revision)
     select topic, times from unnest($1::text[], $2::bigint[]) as touched (topic, times) order by topic
     on conflict (topic) do update set revision = r.revision + excluded.revision returning topic, revision
   ), sealed as (
     insert into palier.writers as w (id, batch) values ($3, $4)
     on conflict (id) do update set batch = excluded.batch, seen_at = now()
   )
   select topic, revision, pg_notify('palier', '') is null as told from moved`,
);

/**
 * Tells the last batch that was committed. Waits for a commit that is under way; and because it changes the row, a
 * transaction that began before it and was believed dead can no longer seal.
 */
export const LAST_BATCH = statement(
  'last_batch',
  'update palier.writers set seen_at = now() where id = $1 returning batch',
);

/** Writes nothing by itself: with the seal behind it, it is the smallest durable write. */
export const PROBE = statement('probe', 'select 1 as one');

export const REGISTER_WRITER = statement(
  'register_writer',
  'insert into palier.writers (id, batch) values ($1, 0) on conflict (id) do nothing',
);

export const FORGET_WRITERS = statement(
  'forget_writers',
  `delete from palier.writers where seen_at < now() - interval '30 days'`,
);

function statement(name: string, text: string): Statement {
  return { name: `palier_${name}`, text };
}
