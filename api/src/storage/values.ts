/**
 * What goes into the store passes its schema and takes exactly the form the disk gives back, so that memory and disk
 * never differ. What comes from the disk is migrated, and passes the schema again.
 */
import { definitionOf, frozen, type Definitions, type Document, type LogDefinitions } from './definitions.ts';
import { migrateDocument, migrateRecord, MIGRATIONS, type Migration } from './migrations.ts';
import type { Revive } from './operations.ts';

export type Values = {
  document: (collection: string, value: unknown) => { document: Document; text: string };
  record: (log: string, value: unknown) => string;
  /** For a file written at this schema version. */
  revive: (version: number) => Revive;
  /** A log record's text, written at this schema version, as it is read. */
  parseRecord: (log: string, text: string, version: number) => unknown;
};

export function createValues(
  collections: Definitions,
  logs: LogDefinitions,
  migrations: readonly Migration[] = MIGRATIONS,
): Values {
  const logOf = (log: string) => {
    const definition = logs[log];
    if (definition === undefined) throw new Error(`there is no log "${log}"`);
    return definition;
  };
  return {
    document(collection, value) {
      const { schema } = definitionOf(collections, collection);
      const text = JSON.stringify(schema.parse(value));
      const back: { id: string } = JSON.parse(text);
      return { document: frozen(back), text };
    },
    record: (log, value) => JSON.stringify(logOf(log).schema.parse(value)),
    revive: (version) => ({
      document(collection, value) {
        const lifted = migrateDocument(value, version, collection, migrations);
        return { document: frozen(definitionOf(collections, collection).schema.parse(lifted)), text: '' };
      },
      record: (log, value) => JSON.stringify(logOf(log).schema.parse(migrateRecord(value, version, log, migrations))),
    }),
    parseRecord: (log, text, version) =>
      logOf(log).schema.parse(migrateRecord(JSON.parse(text), version, log, migrations)),
  };
}
