/**
 * Writes that are not durable yet, above a view that may itself be a layer: a transaction's own writes over the
 * group that gathers, over the group being synced, over the durable state. A failed write is undone by dropping layers.
 */
import { byId, definitionOf, lookupsOf, type Definitions, type Document } from './definitions.ts';
import type { Operation } from './operations.ts';
import type { View } from './tables.ts';

/** A unique look-up that another document holds already. */
export type Taken = { collection: string; lookup: string; value: string };

export type Layer = View & {
  readonly operations: readonly Operation[];
  readonly revisions: ReadonlyMap<string, number>;
  /** Answers what stands in the way, having changed nothing. */
  taken: (collection: string, document: Document) => Taken | undefined;
  add: (operation: Operation) => void;
  /** Takes over the writes of a transaction that saw this layer. */
  absorb: (own: Layer) => void;
  /** A look-up was taken: whatever the work makes of it, nothing of this layer will be written. */
  refuse: (taken: Taken) => void;
  refused: () => Taken | undefined;
  /** Nothing may be added any more: its transaction is over. */
  end: () => void;
  /** What lies below has become durable: look further down. */
  rebase: (base: View) => void;
};

type StreamChange = { dropped: boolean; keys: Set<string> };

export function createLayer(definitions: Definitions, below: View): Layer {
  let base = below;
  let refused: Taken | undefined;
  let over = false;
  const operations: Operation[] = [];
  const changes = new Map<string, Map<string, Document | undefined>>();
  /** Which changed documents may have a value; whether they still do is asked of the document. */
  const candidates = new Map<string, Set<string>>();
  const revisions = new Map<string, number>();
  const streams = new Map<string, StreamChange>();

  const changed = (collection: string) => {
    const known = changes.get(collection) ?? new Map<string, Document | undefined>();
    changes.set(collection, known);
    return known;
  };
  const streamChange = (log: string, stream: string) => {
    const name = JSON.stringify([log, stream]);
    const known = streams.get(name) ?? { dropped: false, keys: new Set<string>() };
    streams.set(name, known);
    return known;
  };
  const touch = (collection: string) => {
    for (const topic of definitionOf(definitions, collection).topics) {
      if (!revisions.has(topic)) revisions.set(topic, base.revision(topic) + 1);
    }
  };
  const layer: Layer = {
    operations,
    revisions,
    get(collection, id) {
      const mine = changes.get(collection);
      return mine?.has(id) ? mine.get(id) : base.get(collection, id);
    },
    all(collection) {
      const mine = changes.get(collection);
      const under = base.all(collection);
      if (mine === undefined) return under;
      const kept = under.filter((document) => !mine.has(document.id));
      return [...kept, ...[...mine.values()].filter((document) => document !== undefined)].sort(byId);
    },
    find(collection, lookup, value) {
      const mine = changes.get(collection);
      const under = base.find(collection, lookup, value);
      if (mine === undefined) return under;
      const valuesOf = lookupsOf(definitionOf(definitions, collection)).find(({ name }) => name === lookup)?.valuesOf;
      const fresh = [...(candidates.get(JSON.stringify([collection, lookup, value])) ?? [])]
        .flatMap((id) => mine.get(id) ?? [])
        .filter((document) => valuesOf?.(document).includes(value));
      return [...under.filter((document) => !mine.has(document.id)), ...fresh].sort(byId);
    },
    revision: (topic) => revisions.get(topic) ?? base.revision(topic),
    hasKey(log, stream, key) {
      const mine = streams.get(JSON.stringify([log, stream]));
      if (mine?.keys.has(key)) return true;
      return mine?.dropped ? false : base.hasKey(log, stream, key);
    },
    taken(collection, document) {
      for (const lookup of lookupsOf(definitionOf(definitions, collection)).filter(({ unique }) => unique)) {
        for (const value of lookup.valuesOf(document)) {
          const holder = layer.find(collection, lookup.name, value).find(({ id }) => id !== document.id);
          if (holder !== undefined) return { collection, lookup: lookup.name, value };
        }
      }
      return undefined;
    },
    refuse(taken) {
      refused ??= taken;
    },
    refused: () => refused,
    end() {
      over = true;
    },
    add(operation) {
      if (over) throw new Error('this transaction is over');
      operations.push(operation);
      if (operation.kind === 'append') streamChange(operation.log, operation.stream).keys.add(operation.key);
      if (operation.kind === 'drop') {
        const change = streamChange(operation.log, operation.stream);
        change.dropped = true;
        change.keys.clear();
      }
      if (operation.kind === 'remove') {
        changed(operation.collection).set(operation.id, undefined);
        touch(operation.collection);
      }
      if (operation.kind === 'put') {
        changed(operation.collection).set(operation.document.id, operation.document);
        touch(operation.collection);
        for (const lookup of lookupsOf(definitionOf(definitions, operation.collection))) {
          for (const value of lookup.valuesOf(operation.document)) {
            const name = JSON.stringify([operation.collection, lookup.name, value]);
            const ids = candidates.get(name);
            if (ids === undefined) candidates.set(name, new Set([operation.document.id]));
            else ids.add(operation.document.id);
          }
        }
      }
    },
    absorb(own) {
      for (const operation of own.operations) layer.add(operation);
      for (const [topic, revision] of own.revisions) revisions.set(topic, revision);
    },
    rebase(under) {
      base = under;
    },
  };
  return layer;
}
