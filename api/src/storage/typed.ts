/**
 * The typed face of the embedded engine. Its documents are untyped inside; here they get their type back, which is
 * right because each passed the schema of its collection on the way in.
 */
import { MAX_NAME_BYTES } from './entries.ts';
import type { Layer } from './layer.ts';
import type { View } from './tables.ts';
import type { Values } from './values.ts';
import { LookupTaken } from './transactions.ts';
import type { Reader, Storage, Transaction } from './storage.ts';

export function readerOf(view: Pick<View, 'get' | 'all' | 'find' | 'revision'>): Reader {
  const reader = {
    get: async (collection: string, id: string): Promise<unknown> => view.get(collection, id),
    all: async (collection: string): Promise<unknown> => view.all(collection),
    find: async (collection: string, lookup: string, value: string): Promise<unknown> =>
      view.find(collection, lookup, value),
    revision: async (topic: string) => view.revision(topic),
  };
  return reader as Reader;
}

export function transactionOf(own: Layer, values: Values): Transaction {
  return {
    ...readerOf(own),
    async put(collection, value) {
      const { document, text } = values.document(collection, value);
      const taken = own.taken(collection, document);
      if (taken !== undefined) {
        own.refuse(taken);
        throw new LookupTaken(taken);
      }
      own.add({ kind: 'put', collection, document, text });
    },
    async remove(collection, id) {
      if (own.get(collection, id) === undefined) return false;
      own.add({ kind: 'remove', collection, id });
      return true;
    },
    async append(log, stream, key, record) {
      for (const name of [stream, key]) {
        if (Buffer.byteLength(name) > MAX_NAME_BYTES)
          throw new RangeError(`a stream or key is over ${MAX_NAME_BYTES} bytes`);
      }
      const text = values.record(log, record);
      if (await own.hasKey(log, stream, key)) return false;
      own.add({ kind: 'append', log, stream, key, text });
      return true;
    },
  };
}

/** Gives methods that are written without types the types of the interface. */
export function typedAs<K extends keyof Storage>(methods: Record<K, (...args: never[]) => unknown>): Pick<Storage, K> {
  return methods as unknown as Pick<Storage, K>;
}
