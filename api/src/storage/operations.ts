/** What a transaction does, and the text of it that the journal keeps. One journal record is one transaction. */
import { z } from 'zod';
import type { Document } from './definitions.ts';

export type Operation =
  | { kind: 'put'; collection: string; document: Document; text: string }
  | { kind: 'remove'; collection: string; id: string }
  | { kind: 'append'; log: string; stream: string; key: string; text: string }
  | { kind: 'drop'; log: string; stream: string };

/** Topics with the revision they reach by this transaction. */
export type Revisions = ReadonlyMap<string, number>;

export function encodeTransaction(operations: readonly Operation[], revisions: Revisions): Buffer {
  const lines = operations.map((operation) => {
    switch (operation.kind) {
      case 'put':
        return `["put",${JSON.stringify(operation.collection)},${operation.text}]`;
      case 'remove':
        return JSON.stringify(['remove', operation.collection, operation.id]);
      case 'append':
        return `["append",${JSON.stringify([operation.log, operation.stream, operation.key])},${operation.text}]`;
      case 'drop':
        return JSON.stringify(['drop', operation.log, operation.stream]);
    }
  });
  return Buffer.from(
    `{"revisions":${JSON.stringify(Object.fromEntries(revisions))},"operations":[${lines.join(',')}]}`,
  );
}

const Record = z.object({
  revisions: z.record(z.string(), z.int()),
  operations: z.array(
    z.union([
      z.tuple([z.literal('put'), z.string(), z.unknown()]),
      z.tuple([z.literal('remove'), z.string(), z.string()]),
      z.tuple([z.literal('append'), z.tuple([z.string(), z.string(), z.string()]), z.unknown()]),
      z.tuple([z.literal('drop'), z.string(), z.string()]),
    ]),
  ),
});

/** How stored values become today's: migrated from the version that wrote them, checked, frozen. */
export type Revive = {
  document: (collection: string, value: unknown) => { document: Document; text: string };
  record: (log: string, value: unknown) => string;
};

export function decodeTransaction(payload: Buffer, revive: Revive): { operations: Operation[]; revisions: Revisions } {
  const { revisions, operations } = Record.parse(JSON.parse(payload.toString('utf8')));
  return {
    revisions: new Map(Object.entries(revisions)),
    operations: operations.map((operation): Operation => {
      switch (operation[0]) {
        case 'put':
          return { kind: 'put', collection: operation[1], ...revive.document(operation[1], operation[2]) };
        case 'remove':
          return { kind: 'remove', collection: operation[1], id: operation[2] };
        case 'append': {
          const [log, stream, key] = operation[1];
          return { kind: 'append', log, stream, key, text: revive.record(log, operation[2]) };
        }
        case 'drop':
          return { kind: 'drop', log: operation[1], stream: operation[2] };
      }
    }),
  };
}
