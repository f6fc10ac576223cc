/** Reads: each is one prepared statement, on the pool or inside a transaction. Never writes. */
import type { CollectionName, DocumentOf, LogName, LookupOf, Topic } from '../collections.ts';
import type { LogEntry, Reader } from '../storage.ts';
import { asKey, fromKey, type Query } from './connection.ts';
import type { Model } from './model.ts';
import { ALL, COUNT_LOG, FIND, GET, READ_LOG, REVISION, STREAMS } from './statements.ts';

type DocumentRow = { document: unknown };

export function createReader(query: Query, model: Model): Reader {
  return {
    async get<C extends CollectionName>(collection: C, id: string) {
      const rows = await query<DocumentRow>(GET, [collection, asKey(id)]);
      return rows[0] === undefined ? undefined : model.parseDocument(collection, rows[0].document);
    },
    async all<C extends CollectionName>(collection: C): Promise<DocumentOf<C>[]> {
      const rows = await query<DocumentRow>(ALL, [collection]);
      return rows.map((row) => model.parseDocument(collection, row.document));
    },
    async find<C extends CollectionName>(collection: C, lookup: LookupOf<C>, value: string): Promise<DocumentOf<C>[]> {
      model.knowsLookup(collection, lookup);
      const rows = await query<DocumentRow>(FIND, [collection, lookup, asKey(value)]);
      return rows.map((row) => model.parseDocument(collection, row.document));
    },
    async revision(topic: Topic): Promise<number> {
      const rows = await query<{ revision: number }>(REVISION, [topic]);
      return rows[0]?.revision ?? 0;
    },
  };
}

export function createLogReader(query: Query, model: Model) {
  return {
    async readLog<L extends LogName>(log: L, stream: string, after: number, limit: number): Promise<LogEntry<L>[]> {
      const rows = await query<{ position: number; key: string; record: unknown }>(READ_LOG, [
        log,
        asKey(stream),
        after,
        limit,
      ]);
      return rows.map(({ position, key, record }) => ({
        position,
        key: fromKey(key),
        record: model.parseRecord(log, record),
      }));
    },
    async countLog(log: LogName, stream: string): Promise<number> {
      const rows = await query<{ last: number }>(COUNT_LOG, [log, asKey(stream)]);
      return rows[0]?.last ?? 0;
    },
    async streams(log: LogName): Promise<string[]> {
      const rows = await query<{ stream: string }>(STREAMS, [log]);
      return rows.map((row) => fromKey(row.stream));
    },
  };
}
