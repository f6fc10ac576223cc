/** What the engine needs to know of the collections and logs: how to parse them, index them, and whom to tell. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { CollectionName, DocumentOf, LogName, RecordOf, Topic } from '../collections.ts';

export type Lookup = { unique: boolean; of: (document: never) => readonly string[] };
export type Collections = Record<
  string,
  { schema: z.ZodType<{ id: string }>; lookups: Record<string, Lookup>; topics: readonly string[] }
>;
export type Logs = Record<string, { schema: z.ZodType }>;

export type LookupEntry = { lookup: string; value: string; unique: boolean };

export type Model = ReturnType<typeof createModel>;

export function createModel(collections: Collections, logs: Logs) {
  function parse(collection: string, value: unknown): { id: string } {
    const parsed = known(collections, 'collection', collection).schema.safeParse(value);
    if (!parsed.success) throw new Error(`a document of ${collection} does not parse: ${parsed.error.message}`);
    return parsed.data;
  }
  return {
    names: Object.keys(collections),
    logNames: Object.keys(logs),
    parse,

    parseDocument<C extends CollectionName>(collection: C, value: unknown): DocumentOf<C> {
      return parse(collection, value) as DocumentOf<C>;
    },

    parseRecord<L extends LogName>(log: L, value: unknown): RecordOf<L> {
      const parsed = known(logs, 'log', log).schema.safeParse(value);
      if (!parsed.success) throw new Error(`a record of ${log} does not parse: ${parsed.error.message}`);
      return parsed.data as RecordOf<L>;
    },

    /** The look-ups of a parsed document, each pair once. */
    lookupsOf(collection: string, document: unknown): LookupEntry[] {
      return Object.entries(known(collections, 'collection', collection).lookups).flatMap(([lookup, { unique, of }]) =>
        [...new Set(of(document as never))].map((value) => ({ lookup, value, unique })),
      );
    },

    knowsLookup(collection: string, lookup: string): void {
      known(known(collections, 'collection', collection).lookups, `look-up of ${collection}`, lookup);
    },

    hasLookups(collection: string): boolean {
      return Object.keys(known(collections, 'collection', collection).lookups).length > 0;
    },

    topicsOf(collection: string): readonly Topic[] {
      return known(collections, 'collection', collection).topics as readonly Topic[];
    },

    /** Changes whenever the look-ups of the collection are computed in another way. */
    shapeOf(collection: string): string {
      const lookups = Object.entries(known(collections, 'collection', collection).lookups);
      const text = lookups.map(([name, { unique, of }]) => `${name} ${unique} ${of.toString()}`).join('\n');
      return createHash('sha256').update(text).digest('hex');
    },
  };
}

function known<T>(table: Record<string, T>, what: string, name: string): T {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (entry === undefined) throw new Error(`there is no ${what} "${name}"`);
  return entry;
}
