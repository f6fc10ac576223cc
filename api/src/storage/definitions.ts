/**
 * What the embedded engine knows of collections and logs: their schemas and look-ups, without their types.
 * Documents pass their schema on the way in, so the typed face of the storage may believe them on the way out.
 */
import type { z } from 'zod';

export type Document = Readonly<{ id: string }>;

export type Definition = Readonly<{
  schema: z.ZodType<{ id: string }>;
  lookups: Readonly<Record<string, { unique: boolean; of: (document: never) => readonly string[] }>>;
  topics: readonly string[];
}>;
export type Definitions = Readonly<Record<string, Definition>>;
export type LogDefinitions = Readonly<Record<string, { schema: z.ZodType }>>;

export type Lookup = { name: string; unique: boolean; valuesOf: (document: Document) => readonly string[] };

export function definitionOf(definitions: Definitions, collection: string): Definition {
  const definition = definitions[collection];
  if (definition === undefined) throw new Error(`there is no collection "${collection}"`);
  return definition;
}

export function lookupsOf(definition: Definition): Lookup[] {
  return Object.entries(definition.lookups).map(([name, { unique, of }]) => ({
    name,
    unique,
    // The document went in through this collection's schema, which is what `of` was written for.
    valuesOf: (document) => [...new Set(of(document as never))],
  }));
}

/** Never changed again: what a reader gets is the very object that the store holds. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

/** By UTF-16 code units, as `<` compares strings; for the ASCII ids in use also the byte order. */
export function byId(a: Document, b: Document): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
