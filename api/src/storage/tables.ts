/**
 * The durable state of the collections in memory: documents, look-ups, revisions. It changes only by `apply`,
 * with operations that are on the disk already, so nothing can be seen here that a power cut would take back.
 */
import { byId, definitionOf, lookupsOf, type Definitions, type Document, type Lookup } from './definitions.ts';
import type { Operation, Revisions } from './operations.ts';

/** What can be asked of the durable state and of each layer of pending writes above it. */
export type View = {
  get: (collection: string, id: string) => Document | undefined;
  /** By ascending id. The array is the asker's own. */
  all: (collection: string) => Document[];
  find: (collection: string, lookup: string, value: string) => Document[];
  revision: (topic: string) => number;
  hasKey: (log: string, stream: string, key: string) => boolean | Promise<boolean>;
};

type Table = {
  documents: Map<string, Document>;
  /** All documents by id, made when first asked for and kept in order from then on. */
  sorted: Document[] | undefined;
  lookups: Lookup[];
  /** lookup -> value -> id, or ids where several documents share the value. */
  index: Map<string, Map<string, string | Set<string>>>;
};

export type Tables = Omit<View, 'hasKey'> & {
  apply: (operation: Operation) => void;
  setRevisions: (revisions: Revisions) => void;
  revisions: () => Map<string, number>;
  collections: () => string[];
  /** The documents as they are now; a copy of references, for a snapshot that is one point in time. */
  documents: (collection: string) => Document[];
};

export function createTables(definitions: Definitions): Tables {
  const tables = new Map<string, Table>();
  for (const [name, definition] of Object.entries(definitions)) {
    const lookups = lookupsOf(definition);
    const index = new Map(lookups.map((lookup) => [lookup.name, new Map<string, string | Set<string>>()]));
    tables.set(name, { documents: new Map(), sorted: undefined, lookups, index });
  }
  const revisions = new Map<string, number>();
  const table = (collection: string): Table => {
    definitionOf(definitions, collection);
    const found = tables.get(collection);
    if (found === undefined) throw new Error(`there is no collection "${collection}"`);
    return found;
  };
  return {
    get: (collection, id) => table(collection).documents.get(id),
    all(collection) {
      const of = table(collection);
      of.sorted ??= [...of.documents.values()].sort(byId);
      return of.sorted.slice();
    },
    find(collection, lookup, value) {
      const of = table(collection);
      const index = of.index.get(lookup);
      if (index === undefined) throw new Error(`"${collection}" has no look-up "${lookup}"`);
      const held = index.get(value);
      const ids = held === undefined ? [] : typeof held === 'string' ? [held] : [...held];
      return ids.flatMap((id) => of.documents.get(id) ?? []).sort(byId);
    },
    revision: (topic) => revisions.get(topic) ?? 0,
    revisions: () => new Map(revisions),
    setRevisions(reached) {
      for (const [topic, revision] of reached) revisions.set(topic, revision);
    },
    collections: () => [...tables.keys()],
    documents: (collection) => [...table(collection).documents.values()],
    apply(operation) {
      if (operation.kind === 'put') put(table(operation.collection), operation.document);
      if (operation.kind === 'remove') remove(table(operation.collection), operation.id);
    },
  };
}

function put(table: Table, document: Document): void {
  const before = table.documents.get(document.id);
  if (before !== undefined) unindex(table, before);
  table.documents.set(document.id, document);
  for (const lookup of table.lookups) {
    const index = table.index.get(lookup.name);
    for (const value of lookup.valuesOf(document)) {
      const held = index?.get(value);
      if (held === undefined) index?.set(value, document.id);
      else if (typeof held === 'string') index?.set(value, new Set([held, document.id]));
      else held.add(document.id);
    }
  }
  if (table.sorted !== undefined) {
    const at = placeOf(table.sorted, document.id);
    table.sorted.splice(at, before === undefined ? 0 : 1, document);
  }
}

function remove(table: Table, id: string): void {
  const before = table.documents.get(id);
  if (before === undefined) return;
  unindex(table, before);
  table.documents.delete(id);
  if (table.sorted !== undefined) table.sorted.splice(placeOf(table.sorted, id), 1);
}

function unindex(table: Table, document: Document): void {
  for (const lookup of table.lookups) {
    const index = table.index.get(lookup.name);
    for (const value of lookup.valuesOf(document)) {
      const held = index?.get(value);
      if (held instanceof Set && held.delete(document.id) && held.size > 0) continue;
      index?.delete(value);
    }
  }
}

/** Where the id is, or would be. */
function placeOf(sorted: readonly Document[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle];
    if (at !== undefined && at.id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
