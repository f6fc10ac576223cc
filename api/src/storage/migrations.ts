/**
 * Append-only: each line lifts the documents and records written by the version before it. Never edit or remove one;
 * stores in the field were written by every version there ever was.
 */

export type Migration = {
  /** Why, for the log. */
  why: string;
  collections?: Readonly<Record<string, (document: unknown) => unknown>>;
  logs?: Readonly<Record<string, (record: unknown) => unknown>>;
};

export const MIGRATIONS: readonly Migration[] = [];

export function schemaVersion(migrations: readonly Migration[] = MIGRATIONS): number {
  return 1 + migrations.length;
}

export function migrateDocument(value: unknown, from: number, collection: string, migrations = MIGRATIONS): unknown {
  return migrations
    .slice(from - 1)
    .reduce((lifted, { collections }) => collections?.[collection]?.(lifted) ?? lifted, value);
}

export function migrateRecord(value: unknown, from: number, log: string, migrations = MIGRATIONS): unknown {
  return migrations.slice(from - 1).reduce((lifted, { logs }) => logs?.[log]?.(lifted) ?? lifted, value);
}
